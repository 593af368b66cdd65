/** What the launcher's programs write, line by line, each with the name of who says it; for people where people look. */
import { prettyFactory } from 'pino-pretty';

const NAME_WIDTH = 20;

export function showLines(name: string, out: NodeJS.WriteStream): (chunk: Buffer | string) => void {
  const pretty = prettyFactory({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname,service' });
  let rest = '';
  return (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop()!;
    for (const line of lines.filter(Boolean)) {
      out.write(out.isTTY ? `${name.padEnd(NAME_WIDTH)}${pretty(line) ?? line}`.trimEnd() : withName(name, line));
      out.write('\n');
    }
  };
}

/** A line that is JSON stays JSON. */
function withName(name: string, line: string): string {
  return line.startsWith('{') ? line.replace('{', `{"program":${JSON.stringify(name)},`) : `${name}: ${line}`;
}
