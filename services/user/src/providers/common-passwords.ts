/** Passwords that guessers try first. */
const common = new Set(['password', 'password1', '12345678', '123456789', 'qwertyuiop']);

export const isCommonPassword = (password: string): boolean => common.has(password);
