/** Who is connected to the broker. */
export interface BrokerIdentity {
  username: string;
  /** `gateway`: a dock or remote controller, which may speak for `gatewaySn` and its children. `service`: our own server. */
  kind: 'gateway' | 'service';
  gatewaySn: string | null;
}

/**
 * The rules of the broker, the same for the embedded one (asked at each packet) and for Mosquitto (written as files):
 * every device has its own account and speaks only on its own topics and its children's.
 */
export interface BrokerAccess {
  /** The identity behind a name and password, or null: refuse. Never throws for bad credentials. */
  authenticate(username: string | undefined, password: Buffer | undefined): Promise<BrokerIdentity | null>;
  /** May this identity publish to the topic? A refused message is counted and dropped, the connection stays. */
  mayPublish(identity: BrokerIdentity, topic: string): boolean;
  maySubscribe(identity: BrokerIdentity, filter: string): boolean;
  /** Called with a user name whose account was disabled or has expired: cut its connections. Returns the unsubscriber. */
  onRevoked(listener: (username: string) => void): () => void;
  /** A connection of this account ended; presence may use it. */
  disconnected(identity: BrokerIdentity): void;
  /** A publish was refused: kept and counted for the administrator. */
  refused(identity: BrokerIdentity, topic: string, payload: Buffer): void;
}
