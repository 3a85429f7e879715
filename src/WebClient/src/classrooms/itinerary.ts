import { signal } from '@preact/signals';

const stored = 'halle.tour';

/** Steps enough for a morning. */
export const mostSteps = 20;

/** Where a teacher means to take the class, in order: a preference of the teacher's browser. */
export const steps = signal<readonly string[]>(load());

function load(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(stored) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function setSteps(to: readonly string[]): void {
  steps.value = to.slice(0, mostSteps);
  if (to.length === 0) {
    localStorage.removeItem(stored);
  } else {
    localStorage.setItem(stored, JSON.stringify(steps.value));
  }
}

/** The step after where the class is; the first one when it is at none of them; nothing after the last. */
export function nextStep(all: readonly string[], now: string | undefined): string | undefined {
  return all[all.indexOf(now ?? '') + 1];
}
