const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const length = 11;

/** Upper case, without spaces and hyphens: the code as the server knows it. */
export function canonical(code: string): string {
  return code.toUpperCase().replace(/[\s-]+/g, '');
}

/** XXXX-XXXX-XXX, as it is printed. */
export function shown(code: string): string {
  return canonical(code).replace(/(.{4})(?=.)/g, '$1-');
}

/** Whether the check symbol fits (ISO/IEC 7064, pure system, modulus 31, radix 3), so that a slip is told before the server is asked. */
export function isCode(code: string): boolean {
  const symbols = [...canonical(code)].map((symbol) => alphabet.indexOf(symbol));
  return (
    symbols.length === length &&
    !symbols.includes(-1) &&
    symbols.reduce((sum, value) => (sum * 3 + value) % 31, 0) === 1
  );
}
