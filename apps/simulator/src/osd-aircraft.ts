import { type Aircraft } from './aircraft.js';
import { LANDING_PERCENT, flightSecondsLeft, percentToReturn, voltageOf } from './battery.js';
import { cameraBody } from './camera.js';
import { groundSpeed } from './dynamics.js';
import { wrapDegrees } from './local-frame.js';
import { type Weather } from './weather.js';

/** Where the telemetry goes through, which decides some of its members. */
export interface Carrier {
  gatewaySn: string;
  kind: 'dock' | 'remote_controller';
  /** RTK corrections arrive, so positions are fixed. */
  rtk: boolean;
}

/** Compass octant of `wind_direction`, 1 north to 8 north-west, of where the wind comes from. */
export function windOctant(from: number): number {
  return (Math.round((((from % 360) + 360) % 360) / 45) % 8) + 1;
}

/** The fixed-rate body of an aircraft (0.5 Hz), member for member as real ones send it; sources: docs/simulator.md. */
export function aircraftOsd(aircraft: Aircraft, carrier: Carrier, weather: Weather): Record<string, unknown> {
  const { flight, settings, model } = aircraft;
  const { motion } = flight;
  const place = aircraft.place;
  return {
    [model.camera]: payloadBody(aircraft, weather),
    activation_time: aircraft.activationTime,
    attitude_head: round(motion.heading, 1),
    attitude_pitch: round(motion.pitch, 1),
    attitude_roll: round(motion.roll, 1),
    battery: batteryBody(aircraft),
    ...(model.camerasInOsd && { cameras: [cameraBody(aircraft.camera, model, weather.temperature)] }),
    ...(carrier.kind === 'dock' && { best_link_gateway: carrier.gatewaySn, rid_state: true }),
    country: 'CN',
    distance_limit_status: { ...settings.distance_limit_status, is_near_distance_limit: 0 },
    elevation: round(motion.z, 1),
    ...(carrier.kind === 'remote_controller' && {
      exit_wayline_when_rc_lost: 0,
      firmware_version: model.firmware,
    }),
    ...(carrier.kind === 'dock' && { fts_info: { fts_status: 65535 } }),
    gear: 1,
    height: aircraft.heightEllipsoid,
    height_limit: settings.height_limit,
    home_distance: flight.homeDistance,
    horizontal_speed: round(groundSpeed(motion), 1),
    is_near_area_limit: 0,
    is_near_height_limit: motion.z > settings.height_limit - 5 ? 1 : 0,
    latitude: place.latitude,
    longitude: place.longitude,
    maintain_status: maintainBody(aircraft),
    mode_code: flight.modeCode,
    night_lights_state: settings.night_lights_state,
    obstacle_avoidance: settings.obstacle_avoidance,
    position_state: positionBody(aircraft, carrier),
    rc_lost_action: settings.rc_lost_action,
    rth_altitude: settings.rth_altitude,
    storage: { total: model.storageTotal, used: aircraft.storageUsed },
    total_flight_distance: aircraft.totals.metres,
    total_flight_sorties: aircraft.totals.sorties,
    total_flight_time: aircraft.totals.seconds,
    track_id: aircraft.trackId,
    vertical_speed: round(motion.vz, 1),
    ...windBody(aircraft, weather),
  };
}

function payloadBody({ camera, model, flight }: Aircraft, weather: Weather): Record<string, unknown> {
  return {
    gimbal_pitch: round(camera.gimbalPitch, 1),
    gimbal_roll: 0,
    gimbal_yaw: round(wrapDegrees(flight.motion.heading + camera.gimbalYaw), 1),
    measure_target_altitude: 0,
    measure_target_distance: 0,
    measure_target_error_state: 3,
    measure_target_latitude: 0,
    measure_target_longitude: 0,
    payload_index: model.camera,
    ...(model.thermal && {
      thermal_current_palette_style: camera.thermalPalette,
      thermal_gain_mode: camera.thermalGain,
      thermal_global_temperature_max: weather.temperature + 9.7,
      thermal_global_temperature_min: weather.temperature - 4.2,
      thermal_isotherm_lower_limit: -20,
      thermal_isotherm_state: 0,
      thermal_isotherm_upper_limit: 150,
    }),
    // The focal ratio of the wide lens, not the zoom of the picture: below 1 in real messages too.
    zoom_factor: 0.5678233438485805,
  };
}

function batteryBody(aircraft: Aircraft): Record<string, unknown> {
  const { battery, model, flight } = aircraft;
  const percent = Math.round(battery.percent);
  return {
    batteries: [
      {
        capacity_percent: percent,
        firmware_version: model.batteryFirmware,
        high_voltage_storage_days: 0,
        index: 0,
        loop_times: Math.floor(battery.loopTimes),
        sn: aircraft.batterySn,
        sub_type: 0,
        temperature: round(battery.temperature, 1),
        type: 0,
        voltage: voltageOf(battery, flight.load, model),
      },
    ],
    capacity_percent: percent,
    landing_power: flight.airborne ? LANDING_PERCENT : 0,
    remain_flight_time: flight.airborne ? flightSecondsLeft(battery, model) : 0,
    remain_job_time: 65535,
    return_home_power: flight.airborne
      ? percentToReturn(flight.homeDistance, flight.motion.z, model) + LANDING_PERCENT
      : 0,
  };
}

function maintainBody({ totals }: Aircraft): Record<string, unknown> {
  return {
    maintain_status_array: [1, 2, 3].map((type) => ({
      last_maintain_flight_sorties: Math.floor(totals.sorties / 2),
      last_maintain_flight_time: Math.floor(totals.seconds / 7200),
      last_maintain_time: 1_760_000_000,
      last_maintain_type: type,
      state: 0,
    })),
  };
}

function positionBody({ flight }: Aircraft, carrier: Carrier): Record<string, number> {
  const wobble = Math.round(Math.abs(flight.motion.x + flight.motion.y)) % 3;
  return {
    gps_number: 19 + wobble,
    is_fixed: carrier.rtk ? 2 : 0,
    quality: carrier.rtk ? 10 : 5,
    rtk_number: carrier.rtk ? 31 + wobble : 0,
  };
}

/** The aircraft estimates wind only in the air, and in 0.1 m/s. */
function windBody({ flight }: Aircraft, weather: Weather): Record<string, number> {
  if (!flight.airborne) return { wind_direction: 0, wind_speed: 0 };
  const aloft = weather.wind * (1 + Math.min(0.6, flight.motion.z / 200));
  return { wind_direction: windOctant(weather.windFrom), wind_speed: Math.round(aloft * 10) };
}

/** A number to `digits` decimals. */
export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
