import { expect, test } from 'vitest';
import { canonical, isCode, shown } from './classCode';

// Made by the server's own rule.
const code = 'QX2BB429UBF';

test('[CL2] a code is shown in groups and read in any spelling', () => {
  expect(shown(code)).toBe('QX2B-B429-UBF');
  expect(canonical(' qx2b-b429 ubf ')).toBe(code);
  expect(isCode('qx2b b429-ubf')).toBe(true);
});

test('[CL3] every single wrong symbol and every swap of neighbours is caught', () => {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  for (let at = 0; at < code.length; at++) {
    for (const symbol of alphabet) {
      if (symbol !== code[at]) {
        expect(isCode(code.slice(0, at) + symbol + code.slice(at + 1))).toBe(false);
      }
    }
    const [a, b] = [code[at], code[at + 1]];
    if (b !== undefined && a !== b) {
      expect(isCode(`${code.slice(0, at)}${b}${a}${code.slice(at + 2)}`)).toBe(false);
    }
  }
  expect(isCode('')).toBe(false);
  expect(isCode('O0IL-1111-111')).toBe(false);
});
