/** One setting of the product: how it is written in the environment, on the command line, and what it means. */
export interface Setting {
  env: string;
  /** The flag of `npm start --`, without dashes; absent where only the environment sets it. */
  flag?: string;
  /** Written as in the environment; `null`: no default. */
  fallback: string | null;
  zh: string;
  en: string;
  secret?: boolean;
}

/** Every setting, once: `config.ts` reads these, `--help` prints them, the README's table is checked against them. */
export const SETTINGS = {
  dataDir: {
    env: 'XUNHANG_DATA_DIR',
    flag: 'data-dir',
    fallback: '.xunhang',
    zh: '数据目录（数据库、媒体、密钥）',
    en: 'data directory (database, media, secrets)',
  },
  host: {
    env: 'XUNHANG_HOST',
    flag: 'host',
    fallback: '127.0.0.1',
    zh: '网页与 MQTT 监听地址；0.0.0.0 表示对外开放',
    en: 'address that the web server and the broker listen on; 0.0.0.0 opens them to the network',
  },
  port: {
    env: 'XUNHANG_PORT',
    flag: 'port',
    fallback: '8080',
    zh: '网页与接口端口',
    en: 'port of the web pages and the API',
  },
  mqttPort: {
    env: 'XUNHANG_MQTT_PORT',
    flag: 'mqtt-port',
    fallback: '1883',
    zh: '内置 MQTT 服务端口',
    en: 'port of the embedded MQTT broker',
  },
  simulator: {
    env: 'XUNHANG_SIMULATOR',
    flag: 'no-simulator',
    fallback: 'true',
    zh: '是否启动设备模拟器（--no-simulator 关闭）',
    en: 'whether to start the device simulator (--no-simulator switches it off)',
  },
  simulatorPort: {
    env: 'XUNHANG_SIMULATOR_PORT',
    flag: 'simulator-port',
    fallback: '8090',
    zh: '模拟器控制页端口（仅本机）',
    en: 'port of the simulator control page (loopback only)',
  },
  county: {
    env: 'XUNHANG_COUNTY',
    flag: 'county',
    fallback: 'counties/lianjiang',
    zh: '县域数据文件夹',
    en: 'folder with the data of the county',
  },
  adminPassword: {
    env: 'XUNHANG_ADMIN_PASSWORD',
    fallback: null,
    secret: true,
    zh: '管理员 admin 的首个密码；不设则首次启动时随机生成',
    en: 'first password of admin; generated on the first start when absent',
  },
  roles: {
    env: 'ROLES',
    fallback: 'api,ingest,worker',
    zh: '本进程承担的角色',
    en: 'what this process does: api, ingest, worker',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    fallback: null,
    secret: true,
    zh: '外部 PostgreSQL；不设则用内置',
    en: 'external PostgreSQL; embedded when absent',
  },
  mqttUrl: {
    env: 'MQTT_URL',
    fallback: null,
    zh: '外部 MQTT 服务（mqtt://host:port）；不设则用内置',
    en: 'external MQTT broker (mqtt://host:port); embedded when absent',
  },
  mqttUsername: {
    env: 'MQTT_USERNAME',
    fallback: null,
    zh: '服务端登录外部 MQTT 的用户名',
    en: 'user name of the server at the external broker',
  },
  mqttPassword: {
    env: 'MQTT_PASSWORD',
    fallback: null,
    secret: true,
    zh: '服务端登录外部 MQTT 的密码',
    en: 'password of the server at the external broker',
  },
  mqttPublicAddress: {
    env: 'XUNHANG_MQTT_PUBLIC',
    fallback: null,
    zh: '告诉设备的 MQTT 地址（host:port）；不设则取监听地址',
    en: 'broker address told to devices (host:port); the listening address when absent',
  },
  brokerFiles: {
    env: 'XUNHANG_BROKER_FILES',
    fallback: null,
    zh: '写 Mosquitto 密码与 ACL 文件的目录；不设则不写',
    en: 'folder to write the Mosquitto password and ACL files to; not written when absent',
  },
  redisUrl: {
    env: 'REDIS_URL',
    fallback: null,
    secret: true,
    zh: '外部 Redis/Valkey；设了则任务队列用它，不设则用 PostgreSQL',
    en: 'external Redis or Valkey for the job queue; the queue is in PostgreSQL when absent',
  },
  publicUrl: {
    env: 'XUNHANG_PUBLIC_URL',
    fallback: null,
    zh: '浏览器与设备访问本系统的网址；用于 HTTPS 判断与链接',
    en: 'address under which browsers and devices reach the product; decides about secure cookies',
  },
  s3Url: {
    env: 'XUNHANG_S3_URL',
    fallback: null,
    zh: '对象存储（S3 协议）的网址；设了则媒体存在那里，不设则存在数据目录',
    en: 'address of an object store that speaks S3; media lie there when it is set, else in the data directory',
  },
  s3Bucket: {
    env: 'XUNHANG_S3_BUCKET',
    fallback: 'xunhang',
    zh: '对象存储的桶，须事先建好',
    en: 'bucket of the object store; it must be there',
  },
  s3Region: {
    env: 'XUNHANG_S3_REGION',
    fallback: 'us-east-1',
    zh: '对象存储的区域',
    en: 'region of the object store',
  },
  s3AccessKey: {
    env: 'XUNHANG_S3_ACCESS_KEY',
    fallback: null,
    zh: '对象存储的访问密钥编号',
    en: 'access key id at the object store',
  },
  s3SecretKey: {
    env: 'XUNHANG_S3_SECRET_KEY',
    fallback: null,
    secret: true,
    zh: '对象存储的访问密钥',
    en: 'secret key at the object store',
  },
  s3PathStyle: {
    env: 'XUNHANG_S3_PATH_STYLE',
    fallback: 'true',
    zh: '桶名写在路径里（true）还是主机名里（false，如阿里云 OSS）',
    en: 'bucket in the path (true) or in the host name (false, as some clouds want it)',
  },
  trustProxy: {
    env: 'XUNHANG_TRUST_PROXY',
    fallback: 'false',
    zh: '前面有反向代理时为 true（取真实来源地址）',
    en: 'true behind a reverse proxy, to see the real source address',
  },
  ntpHost: {
    env: 'XUNHANG_NTP_HOST',
    fallback: null,
    zh: '答复机场 config 请求的 NTP 主机；不设则用本机地址',
    en: 'NTP host in the answer to a dock’s config request; this host when absent',
  },
  djiAppId: { env: 'XUNHANG_DJI_APP_ID', fallback: '', zh: '大疆开发者应用编号', en: 'DJI developer application id' },
  djiAppKey: {
    env: 'XUNHANG_DJI_APP_KEY',
    fallback: '',
    secret: true,
    zh: '大疆开发者应用密钥',
    en: 'DJI developer application key',
  },
  djiAppLicense: {
    env: 'XUNHANG_DJI_APP_LICENSE',
    fallback: '',
    secret: true,
    zh: '大疆开发者应用许可',
    en: 'DJI developer application licence',
  },
  baseMap: {
    env: 'XUNHANG_BASE_MAP',
    fallback: 'schematic',
    zh: '底图：schematic、tianditu、xyz、pmtiles',
    en: 'base map: schematic, tianditu, xyz or pmtiles',
  },
  baseMapUrl: {
    env: 'XUNHANG_BASE_MAP_URL',
    fallback: null,
    zh: 'xyz 的瓦片地址模板，或 pmtiles 文件路径，或天地图节点（默认 https://t0.tianditu.gov.cn）',
    en: 'tile address template for xyz, or the path of the pmtiles file, or another TianDiTu node than https://t0.tianditu.gov.cn',
  },
  baseMapDatum: {
    env: 'XUNHANG_BASE_MAP_DATUM',
    fallback: 'WGS84',
    zh: 'xyz 或 pmtiles 底图的坐标系：WGS84、CGCS2000、GCJ-02',
    en: 'datum of the xyz or pmtiles map: WGS84, CGCS2000 or GCJ-02',
  },
  tiandituKey: {
    env: 'XUNHANG_TIANDITU_KEY',
    fallback: null,
    secret: true,
    zh: '天地图密钥，只留在服务端',
    en: 'TianDiTu key, kept on the server',
  },
  messageDays: {
    env: 'XUNHANG_MESSAGE_DAYS',
    fallback: '14',
    zh: '设备原始报文保留天数',
    en: 'days that raw device messages are kept',
  },
  trackDays: {
    env: 'XUNHANG_TRACK_DAYS',
    fallback: '190',
    zh: '轨迹保留天数（法规要求日志不少于六个月）',
    en: 'days that tracks are kept (rules ask for six months of logs)',
  },
  mediaPatienceMinutes: {
    env: 'XUNHANG_MEDIA_PATIENCE',
    fallback: '120',
    zh: '架次结束后，机场在线却不再上传时，缺失的照片最多等多少分钟',
    en: 'minutes that missing pictures of a flight are waited for, from the last sign of a dock that is online',
  },
  fallbackMinutes: {
    env: 'XUNHANG_FALLBACK_MINUTES',
    fallback: '10',
    zh: '日常任务被同一原因拦下多少分钟后，按规则自动改用备用方案（仅限允许自动备用的任务）',
    en: 'minutes that one reason holds up a routine task before a fallback is taken by rule, where the task allows it',
  },
  staleSeconds: {
    env: 'XUNHANG_STALE_SECONDS',
    fallback: 'dock=10,aircraft=8,remote_controller=10,other=30',
    zh: '各类设备多少秒无消息算迟滞',
    en: 'seconds without a message until a device is stale, by kind',
  },
  offlineSeconds: {
    env: 'XUNHANG_OFFLINE_SECONDS',
    fallback: 'dock=30,aircraft=30,remote_controller=45,other=120',
    zh: '各类设备多少秒无消息算离线',
    en: 'seconds without a message until a device is offline, by kind',
  },
  planDays: {
    env: 'XUNHANG_PLAN_DAYS',
    fallback: '8',
    zh: '巡查计划提前多少天生成任务（含当天）',
    en: 'days ahead, today included, for which plans make their tasks',
  },
  papers: {
    env: 'XUNHANG_PAPERS',
    fallback: 'plans',
    zh: '“无证不飞”管哪些任务：plans 计划和方案生成的任务，all 全部任务，none 本县豁免',
    en: 'whose start is stopped by missing papers: plans (tasks of plans and proposals), all, or none (the county is exempt)',
  },
  logLevel: {
    env: 'XUNHANG_LOG_LEVEL',
    fallback: 'log',
    zh: '日志级别：error、warn、log、debug',
    en: 'log level: error, warn, log or debug',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
