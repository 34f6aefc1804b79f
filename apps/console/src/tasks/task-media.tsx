import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MEDIA_STATES, type MediaView, type TaskMediaView, type TaskView } from '#contracts';
import { taskQueries } from '../api/task-queries.js';
import { Clock } from '../common/age-text.js';
import { QueryStates } from '../common/data-states.js';
import { useInLanguage } from '../common/two-languages.js';
import { SignedPicture } from '../gallery/signed-picture.js';
import { TaskPictureLinks } from '../gallery/task-picture-links.js';

/** Pictures as they arrive: how many of how many, each with its waypoint, and why each missing one is not there. */
export function TaskMedia({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const query = useQuery(taskQueries.media(task.id));
  const media = query.data;
  return (
    <section className="block" aria-labelledby="task-media">
      <div className="block-head">
        <h2 id="task-media">{t('tasks/media')}</h2>
        {media && <MediaCount media={media} />}
      </div>
      <QueryStates query={query}>
        {media && (
          <>
            {media.items.length > 0 && (
              <ul className="media-grid">
                {media.items.map((item) => (
                  <Picture key={item.id} item={item} taskId={task.id} />
                ))}
              </ul>
            )}
            {media.items.length > 0 && <TaskPictureLinks task={task} />}
            {media.items.length === 0 && media.missing.length === 0 && <p className="faint">{t('tasks/noMedia')}</p>}
            <Missing media={media} />
          </>
        )}
      </QueryStates>
    </section>
  );
}

function MediaCount({ media: { expected, received, settled, damaged, surplus } }: { media: TaskMediaView }) {
  const { t } = useTranslation();
  const whole = received >= expected && damaged === 0;
  return (
    <span className="media-count number" data-received={received} data-expected={expected}>
      <b className={whole ? 'word-good' : settled ? 'word-bad' : 'word-warn'}>
        {t('tasks/mediaCount', { received, expected })}
      </b>
      {damaged > 0 && <span className="word-bad"> · {t('tasks/mediaDamaged', { count: damaged })}</span>}
      {surplus > 0 && <span className="faint"> · {t('tasks/mediaSurplus', { count: surplus })}</span>}
      {!settled && <span className="faint"> · {t('tasks/mediaComing')}</span>}
    </span>
  );
}

function Picture({ item, taskId }: { item: MediaView; taskId: string }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const where = item.waypoint === null ? item.name : t('tasks/waypointNumber', { waypoint: item.waypoint });
  const picture = item.thumbnailUrl ? (
    <SignedPicture media={item} part="thumbnail" alt={where} loading="lazy" />
  ) : (
    <span className="media-none">{item.problem ? inLanguage(item.problem) : inLanguage(MEDIA_STATES[item.state])}</span>
  );
  return (
    <li>
      {item.previewUrl ? (
        <Link to={`/gallery?task=${taskId}&picture=${item.id}`} title={item.name}>
          {picture}
        </Link>
      ) : (
        picture
      )}
      <span className="media-where">
        {where}
        <span className="faint">
          <Clock at={item.takenAt} />
        </span>
      </span>
    </li>
  );
}

function Missing({ media: { missing, deadline } }: { media: TaskMediaView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  if (missing.length === 0) return null;
  const causes = [...new Set(missing.map(({ code }) => code))];
  return (
    <ul className="media-missing">
      {causes.map((code) => {
        const those = missing.filter((one) => one.code === code);
        const waypoints = those.flatMap(({ waypoint }) => (waypoint === null ? [] : [waypoint]));
        return (
          <li key={code} className={those.some(({ final }) => final) ? 'word-bad' : undefined}>
            <b className="number">{t('tasks/missingCount', { count: those.length })}</b> {inLanguage(those[0]!)}
            {waypoints.length > 0 && (
              <span className="faint number"> {t('tasks/missingWaypoints', { list: waypoints.join('、') })}</span>
            )}
          </li>
        );
      })}
      {deadline && (
        <li className="faint">
          {t('tasks/mediaDeadline')} <Clock at={deadline} />
        </li>
      )}
    </ul>
  );
}
