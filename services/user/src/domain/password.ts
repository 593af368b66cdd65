/** Which passwords are refused: the ones that guessers try first. Length is the contract's; composition is free. */

/** `isCommon` is asked with the password in lower case. */
export function isGuessable(password: string, email: string, isCommon: (password: string) => boolean): boolean {
  const lower = password.toLowerCase();
  const [local = ''] = email.toLowerCase().split('@');
  return lower === email.toLowerCase() || lower === local || /^(.)\1*$/su.test(password) || isCommon(lower);
}
