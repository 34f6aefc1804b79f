import { useTranslation } from 'react-i18next';
import type { Fact } from '#contracts';
import { Clock } from '../common/age-text.js';
import { factSentence } from '../lists/fact-sentence.js';
import { livePicture } from '../live/live-picture.js';

/** What happened to the task, newest first. */
export function TaskHistory({ facts }: { facts: readonly Fact[] }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="block" aria-labelledby="task-history">
      <h2 id="task-history">
        {t('tasks/history')} <span className="faint number">{facts.length}</span>
      </h2>
      <ol className="task-history">
        {facts.map((fact) => (
          <li key={fact.id}>
            <Clock at={fact.at} />
            <span>{factSentence(fact, t, i18n.language, livePicture.nameOf)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
