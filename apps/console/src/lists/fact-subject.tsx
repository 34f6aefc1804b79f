import { Link } from 'react-router';
import type { Fact } from '#contracts';
import { livePicture } from '../live/live-picture.js';

/** What a fact is about, as a link to its page; nothing for what has none. */
export function FactSubject({ fact }: { fact: Fact }) {
  if (fact.deviceSn) {
    return <Link to={`/devices/${encodeURIComponent(fact.deviceSn)}`}>{livePicture.nameOf(fact.deviceSn)}</Link>;
  }
  const { data } = fact;
  if ('task' in data) return <Link to={`/tasks/${data.task.id}`}>{data.task.name}</Link>;
  if ('taskId' in data && data.taskId !== null) {
    return <Link to={`/tasks/${data.taskId}`}>{'taskName' in data ? data.taskName : data.name}</Link>;
  }
  if ('plan' in data) return <Link to={`/plans?search=${encodeURIComponent(data.plan.code)}`}>{data.plan.name}</Link>;
  if ('route' in data) return <Link to={`/routes/${data.route.id}`}>{data.route.name}</Link>;
  if ('featurePoint' in data) {
    return <Link to={`/feature-points/${data.featurePoint.id}`}>{data.featurePoint.name}</Link>;
  }
  if ('scenario' in data) return <Link to={`/scenarios/${data.scenario.id}`}>{data.scenario.name}</Link>;
  if ('area' in data) return <Link to="/airspace">{data.area.name}</Link>;
  return null;
}
