import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t, why } from '../i18n';
import { say } from '../live/actions';
import type { Room } from '../live/room';
import type { Frame } from '../live/wire';
import { live } from '../sign-in/session';
import { afterFrame, pageEnd, type Stretch, withPage } from './pages';

/** Messages of a page. */
const pageSize = 50;

interface Pages {
  /** What is read; null for the newest messages, as they come. */
  readonly stretch: Stretch | null;
  readonly more: boolean;
  /** How many all pages have brought: what is said differs from page to page, or it would not be said. */
  readonly brought: number;
  readonly earlier: () => Promise<void>;
  readonly latest: () => void;
}

/** Reading back in a room, page by page, while it goes on. */
export function usePages(room: Room): Pages {
  const stretch = useSignal<Stretch | null>(null);
  const ended = useSignal(false);
  const brought = useSignal(0);
  /** What has happened while a page was on its way, which the page may not know of; null while none is. */
  const meanwhile = useRef<Frame[] | null>(null);
  const latest = (): void => {
    stretch.value = null;
    ended.value = false;
    brought.value = 0;
    meanwhile.current = null;
  };
  useEffect(() => {
    latest();
    return room.hear((frame) => {
      if (frame.reset) {
        latest();
        return;
      }
      meanwhile.current?.push(frame);
      stretch.value = stretch.value && afterFrame(stretch.value, frame);
    });
  }, [room]);

  const earlier = async (): Promise<void> => {
    if (meanwhile.current) {
      return;
    }
    const [before, newest, frames] = [stretch.value, room.newest(), [] as Frame[]];
    meanwhile.current = frames;
    const page = await live.history(room.id, String(pageEnd(before, newest)), pageSize).catch(() => null);
    if (meanwhile.current !== frames) {
      return;
    }
    meanwhile.current = null;
    if (!page || page.code) {
      say(t('failed', { why: why(page?.code ?? 'unavailable') }), true);
      return;
    }
    stretch.value = frames.reduce(afterFrame, withPage(before, newest, page));
    ended.value = !page.more || page.messages.length === 0;
    brought.value += page.messages.length;
  };
  return {
    stretch: stretch.value,
    more: !ended.value && (stretch.value !== null || room.full),
    brought: brought.value,
    earlier,
    latest,
  };
}
