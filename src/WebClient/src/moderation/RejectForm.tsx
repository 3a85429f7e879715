import { useState } from 'preact/hooks';
import { InsetForm } from '../design/InsetForm';
import { type TextKey, t } from '../i18n';

const ready = ['asked', 'offTopic', 'unclear', 'personal'] as const;

interface RejectProps {
  readonly onReject: (reason: string) => void;
  readonly onClose: () => void;
}

/** Why a question is refused, for its author to read: one press on what is said most often, or words of one's own. */
export function RejectForm({ onReject, onClose }: RejectProps) {
  const [reason, setReason] = useState('');
  return (
    <InsetForm label={t('rejectWhy')} onSubmit={() => onReject(reason.trim())} onClose={onClose}>
      <fieldset class="actions">
        <legend>{t('rejectWhy')}</legend>
        {ready.map((one) => {
          const words = t(`reject_${one}` as TextKey);
          return (
            <button key={one} type="button" class="soft" onClick={() => onReject(words)}>
              {words}
            </button>
          );
        })}
      </fieldset>
      <label>
        {t('rejectOther')}
        <input
          required
          pattern=".*\S.*"
          maxLength={200}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
    </InsetForm>
  );
}
