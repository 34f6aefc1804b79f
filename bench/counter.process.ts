import { connectAsync } from 'mqtt';
import { configuration, tell, when } from './child.js';

/** The raw limit of the receiving side: mqtt.js at QoS 1 that only counts. */
const { url } = configuration<{ url: string }>();
const client = await connectAsync(url, { clientId: `bench-counter-${process.pid}`, clean: true });
let count = 0;
client.handleMessage = (_packet, done) => {
  count += 1;
  done();
};
await client.subscribeAsync('thing/product/+/osd', { qos: 1 });
setInterval(() => tell('committed', { count }), 200);
when('end', () => client.endAsync(true));
tell('ready');
