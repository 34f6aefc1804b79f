import { type DynamicModule, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { BASE_MAP, baseMapOf } from './base-map.js';
import { BaseMapController } from './base-map.controller.js';
import { COUNTY, type County } from './county.js';
import { CountyController } from './county.controller.js';
import { CountyService } from './county.service.js';
import { TilesService } from './tiles.service.js';

/** The REST routes about the county and its map, for the api role. */
@Module({})
export class CountyModule {
  /** With the county that was read, checked and loaded before the start. */
  static of(county: County): DynamicModule {
    return {
      module: CountyModule,
      controllers: [CountyController, BaseMapController],
      providers: [
        CountyService,
        TilesService,
        { provide: COUNTY, useValue: county },
        { provide: BASE_MAP, inject: [CONFIG], useFactory: (config: Config) => baseMapOf(config, county.attribution) },
      ],
    };
  }
}
