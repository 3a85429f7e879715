import { useEffect, useState } from 'preact/hooks';

/** How long a choice that the server took is still shown while the room does not say so yet, in milliseconds. */
const untilTold = 3_000;

/**
 * A choice of the server's that a person may change: shown as chosen from the click on, whatever else is drawn meanwhile.
 * It gives way to what the room says as soon as the two agree, and at once when `send` answers that it was refused.
 * @param known what the room says now
 * @param send asks for a change; true when it was taken
 * @returns what to show, and what to call when something is chosen
 */
export function useChoice<T>(known: T, send: (wish: T) => Promise<boolean>): [T, (wish: T) => Promise<void>] {
  const [wish, setWish] = useState<{ readonly value: T } | null>(null);
  useEffect(() => {
    setWish((now) => (now?.value === known ? null : now));
  }, [known]);
  const choose = async (value: T) => {
    const mine = { value };
    const giveUp = () => setWish((now) => (now === mine ? null : now));
    setWish(mine);
    if (await send(value)) {
      setTimeout(giveUp, untilTold);
    } else {
      giveUp();
    }
  };
  return [wish ? wish.value : known, choose];
}
