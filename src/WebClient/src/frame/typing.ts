/** Whether something takes words: then keys are for them, and what is written there must not get lost by one. */
export function takesWords(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLElement && target.matches('textarea, input:not([type="checkbox"], [type="radio"])');
}
