import { type Random } from './random.js';

/** The air over the county. Wind in m/s, `windFrom` in degrees clockwise from north, °C, %RH. */
export interface Weather {
  wind: number;
  windFrom: number;
  temperature: number;
  humidity: number;
  /** As the dock's gauge says: 0 none, 1 light, 2 moderate, 3 heavy. */
  rainfall: number;
  /** Seconds until the sky decides anew. */
  spell: number;
}

/** Where in the day and the year it is: hour 0 to 24 of the place's own clock, day 1 to 366. */
export interface Season {
  hour: number;
  day: number;
}

/** Hour and day of the year at an instant (ms) in an IANA time zone. */
export function seasonOf(instant: number, timeZone: string): Season {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    day: '2-digit',
    month: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return { hour: number('hour') + number('minute') / 60, day: (number('month') - 1) * 30.4 + number('day') };
}

/** The weather to begin with: that of the season, dry. */
export function firstWeather(season: Season, random: Random): Weather {
  return {
    wind: usualWind(season) * random.between(0.7, 1.2),
    windFrom: random.between(0, 360),
    temperature: usualTemperature(season),
    humidity: usualHumidity(season, 0),
    rainfall: 0,
    spell: random.between(900, 3600),
  };
}

/** The weather `seconds` later: it drifts around what the hour and the season give, with dry and wet spells. */
export function nextWeather(weather: Weather, season: Season, seconds: number, random: Random): Weather {
  const pull = Math.min(1, seconds / 900);
  const noise = Math.sqrt(seconds / 60);
  const spell = weather.spell - seconds;
  const sky = spell > 0 ? { rainfall: weather.rainfall, spell } : nextSky(weather.rainfall, season, random);
  const temperature = usualTemperature(season) - sky.rainfall * 1.5;
  return {
    wind: Math.max(0, weather.wind + (usualWind(season) - weather.wind) * pull + random.gauss() * 0.12 * noise),
    windFrom: (((weather.windFrom + random.gauss() * 2 * noise) % 360) + 360) % 360,
    temperature: weather.temperature + (temperature - weather.temperature) * pull + random.gauss() * 0.04 * noise,
    humidity: weather.humidity + (usualHumidity(season, sky.rainfall) - weather.humidity) * pull,
    ...sky,
  };
}

function nextSky(rainfall: number, season: Season, random: Random): { rainfall: number; spell: number } {
  const wetSeason = season.day > 100 && season.day < 270;
  if (rainfall > 0)
    return { rainfall: random.chance(0.3) ? Math.max(0, rainfall - 1) : 0, spell: random.between(600, 2400) };
  if (!random.chance(wetSeason ? 0.25 : 0.08)) return { rainfall: 0, spell: random.between(1200, 5400) };
  return { rainfall: random.chance(0.25) ? 2 : 1, spell: random.between(300, 1500) };
}

/** The climate of the tropic of Cancer: 16 °C in January, 29 °C in July, warmest at three in the afternoon. */
function usualTemperature({ hour, day }: Season): number {
  return 22.8 - 6.4 * Math.cos(((day - 20) / 365) * 2 * Math.PI) + 3.2 * Math.cos(((hour - 15) / 24) * 2 * Math.PI);
}

function usualWind({ hour }: Season): number {
  return 2.6 + 1.6 * Math.cos(((hour - 15) / 24) * 2 * Math.PI);
}

function usualHumidity({ hour }: Season, rainfall: number): number {
  return Math.min(98, 76 - 12 * Math.cos(((hour - 15) / 24) * 2 * Math.PI) + rainfall * 6);
}
