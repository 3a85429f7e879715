/** Upper case, without spaces and hyphens: the code as the server knows it. */
export function canonical(code: string): string {
  return code.toUpperCase().replace(/[\s-]+/g, '');
}

/** XXXX-XXXX-XXX, as it is printed. */
export function shown(code: string): string {
  return canonical(code).replace(/(.{4})(?=.)/g, '$1-');
}
