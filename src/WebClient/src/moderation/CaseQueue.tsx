import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { placeName } from '../classrooms/TourBanner';
import { Icon } from '../design/Icon';
import { clock, type TextKey, t, untilText, why } from '../i18n';
import { act, say, takeBack } from '../live/actions';
import type { Room } from '../live/room';
import type { RoomCommand } from '../live/wire';
import { go, pathOf } from '../router';
import { live, me } from '../sign-in/session';
import { type Case, casesOf, left, queueOf } from './cases';
import { RejectForm } from './RejectForm';
import { ShortcutHelp } from './ShortcutHelp';
import { lasts, restoring, runningIn } from './sanctioning';
import { isTyping, type Shortcut, useShortcuts } from './shortcuts';

/** How long the quick mute holds; the person's menu takes any other time. */
const muteMinutes = 10;

/** Everything that waits in these rooms, worked off by buttons or by single keys. */
export function CaseQueue({ rooms }: { rooms: readonly Room[] }) {
  const [at, setAt] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const [rejecting, setRejecting] = useState<string | null>(null);
  const place = useRef(0);
  const list = useRef<HTMLOListElement>(null);
  const cases = queueOf(
    rooms
      .filter((room) => room.can.value.has('chat.release'))
      .flatMap((room) => casesOf(room.id, room.messages(), room.all('question'))),
    left.value,
  );
  const found = cases.findIndex((one) => one.key === at);
  const selected = found >= 0 ? found : Math.min(place.current, cases.length - 1);
  place.current = Math.max(0, selected);
  const focus = useRef(false);
  const key = cases[selected]?.key;
  const current = () => list.current?.querySelector<HTMLElement>('[aria-current]');
  useEffect(() => {
    // Only who works with the keys is moved along; a mouse stays where it is, and so does who went to something else.
    const at = document.activeElement;
    focus.current &&= !isTyping(at) && (at === document.body || list.current?.contains(at) === true);
    if (focus.current) {
      current()?.focus();
    }
  }, [key]);

  /** A refused question needs a reason, which its author reads; all else is done at once. */
  const settle = (one: Case, does: Shortcut): void => {
    const asks = one.kind === 'question' && does === 'remove';
    setRejecting(asks ? one.key : null);
    if (asks) {
      setAt(one.key);
    } else {
      deal(one, does);
    }
  };
  const reject = async (one: Case, reason: string): Promise<void> => {
    const how = { done: doneBy(one, 'remove'), undo: undoOf(one, 'remove') };
    if (await act(one.room, { type: 'question.reject', question: one.id, reason }, how)) {
      setRejecting(null);
    }
  };

  useShortcuts((does) => {
    const now = cases[selected];
    if (does === 'help') {
      setHelp(!help);
    } else if (does === 'undo') {
      takeBack();
    } else if (does === 'next' || does === 'previous') {
      focus.current = true;
      setRejecting(null);
      const to = Math.max(0, Math.min(cases.length - 1, selected + (does === 'next' ? 1 : -1)));
      setAt(cases[at === null ? selected : to]?.key ?? null);
      current()?.focus();
    } else if (now) {
      focus.current = true;
      current()?.focus();
      settle(now, does);
    }
  });

  return (
    <section class="queue" aria-label={t('heldQueue')}>
      <h3>
        {t('heldQueue')} <span class={`badge ${cases.length > 0 ? 'wait' : ''}`}>{cases.length}</span>
        <button type="button" class="quiet" aria-expanded={help} onClick={() => setHelp(!help)}>
          {t('shortcuts')} <kbd>?</kbd>
        </button>
      </h3>
      {help && <ShortcutHelp onClose={() => setHelp(false)} />}
      <p class={cases.length > 0 ? 'hidden' : 'hint'} role="status">
        {cases.length > 0 ? t('casesWaiting') : t('nothingHeld')}
      </p>
      <ol class="plain" ref={list}>
        {cases.map((one, index) => (
          <CaseCard
            key={one.key}
            one={one}
            current={index === selected}
            many={rooms.length > 1}
            onDeal={(does) => settle(one, does)}
          >
            {rejecting === one.key && (
              <RejectForm onReject={(reason) => void reject(one, reason)} onClose={() => setRejecting(null)} />
            )}
          </CaseCard>
        ))}
      </ol>
    </section>
  );
}

interface CaseProps {
  readonly one: Case;
  readonly current: boolean;
  readonly many: boolean;
  readonly onDeal: (does: Shortcut) => void;
  readonly children: ComponentChildren;
}

function CaseCard({ one, current, many, onDeal, children }: CaseProps) {
  const name = one.author?.name ?? '';
  return (
    <li
      class={`case ${one.kind}`}
      data-held={one.kind === 'held' ? one.id : undefined}
      data-case={one.kind}
      tabIndex={-1}
      aria-current={current ? 'true' : undefined}
    >
      <p class="meta">
        <bdi class="author">{name}</bdi> · <time dateTime={one.at}>{clock(one.at)}</time>
        {many && ` · ${placeName(one.room)}`} <span class="badge wait">{label(one)}</span>
      </p>
      <p class="text">{one.text}</p>
      <div class="actions">
        {one.kind !== 'reported' && (
          <button type="button" onClick={() => onDeal('accept')}>
            {one.kind === 'held' ? t('release') : t('approve')}
          </button>
        )}
        {one.kind === 'reported' && (
          <button type="button" class="soft" onClick={() => onDeal('hold')}>
            {t('hold')}
          </button>
        )}
        <button type="button" class="danger" onClick={() => onDeal('remove')}>
          {one.kind === 'question' ? t('reject') : t('remove')}
        </button>
        <button type="button" class="quiet" onClick={() => onDeal('mute')}>
          {t('muteQuick', { n: muteMinutes })}
        </button>
        <button type="button" class="quiet" onClick={() => onDeal('leave')}>
          {t('leaveAsIs')}
        </button>
        {many && (
          <button type="button" class="quiet" onClick={() => onDeal('open')}>
            <Icon name="link" /> {t('openRoom')}
          </button>
        )}
      </div>
      {children}
    </li>
  );
}

function label(one: Case): string {
  return one.kind === 'reported'
    ? t('reports', { n: one.reports })
    : one.kind === 'question'
      ? t('q_pending')
      : one.heldFor
        ? t(`why_${one.heldFor}` as TextKey)
        : t('mode_preModerated');
}

function deal(one: Case, does: Shortcut): void {
  if (does === 'leave') {
    left.value = new Set(left.value).add(one.key);
    return;
  }
  if (does === 'open') {
    go(pathOf(one.room));
    return;
  }
  if (does === 'mute') {
    const person = one.author?.id;
    if (person === me.value?.person) {
      say(t('failed', { why: why('yourself') }), true);
    } else if (person) {
      const [reason, now] = [t('muteReason'), live.now()];
      const former = runningIn(live.rooms.value.get(one.room), person, 'mute', now);
      if (former && lasts(former, muteMinutes, now)) {
        say(t('mutedAlready', { until: untilText(former.until, now) }));
        return;
      }
      void act(
        one.room,
        { type: 'sanction.mute', person, minutes: muteMinutes, reason },
        { done: 'muted', undo: restoring({ id: person, name: '' }, 'mute', 'room', former, now) },
      );
    }
    return;
  }
  const command = commandOf(one, does);
  if (command) {
    void act(one.room, command, { done: doneBy(one, does), undo: undoOf(one, does) });
  } else {
    say(t(one.kind === 'reported' ? 'alreadyPublished' : 'alreadyHeld'));
  }
}

function commandOf({ kind, id }: Case, does: Shortcut): RoomCommand | undefined {
  if (kind === 'question') {
    return does === 'accept' ? { type: 'question.approve', question: id } : undefined;
  }
  return does === 'remove'
    ? { type: 'chat.remove', message: id }
    : does === 'accept' && kind === 'held'
      ? { type: 'chat.release', message: id }
      : does === 'hold' && kind === 'reported'
        ? { type: 'chat.hold', message: id }
        : undefined;
}

function doneBy({ kind }: Case, does: Shortcut): TextKey {
  return kind === 'question'
    ? does === 'remove'
      ? 'didReject'
      : 'didApprove'
    : does === 'remove'
      ? 'removed'
      : does === 'hold'
        ? 'didHold'
        : 'didRelease';
}

function undoOf({ kind, id }: Case, does: Shortcut): RoomCommand {
  return kind === 'question'
    ? { type: 'question.undo', question: id }
    : does === 'remove'
      ? { type: 'chat.restore', message: id }
      : does === 'hold'
        ? { type: 'chat.release', message: id }
        : { type: 'chat.hold', message: id };
}
