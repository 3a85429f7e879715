import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';

interface InsetProps {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/**
 * A small form that opens where it is needed: the focus goes into it, and back to where it came from. Escape closes it alone, and nothing it
 * stands in.
 */
export function InsetForm({ label, onSubmit, onClose, children }: InsetProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const [opened, before] = [form.current, document.activeElement];
    opened?.querySelector<HTMLElement>('input:checked, button, select')?.focus();
    return () => {
      // With the form its focus has gone, or is about to; a focus that is elsewhere by now stays there.
      const lost = document.activeElement === document.body || opened?.contains(document.activeElement);
      if (lost && before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <form
      ref={form}
      class="card inset"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing) {
          event.preventDefault();
          onClose();
        }
      }}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <div class="row">
        <button type="submit">{t('confirm')}</button>
        <button type="button" class="quiet" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
