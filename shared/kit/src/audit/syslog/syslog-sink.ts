import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Access } from '../../define.ts';
import type { Log } from '../../log/log.ts';
import { unusable } from '../../options/unusable.ts';
import { refuse, unsettled, type WhenFull } from '../cannot-record.ts';
import { type Link, newChain, nextLine } from '../chain.ts';
import { Gap } from '../gap.ts';
import type { Sink } from '../sink.ts';
import { syslogMessage } from './syslog-message.ts';

/** Bytes that may wait for the connection before calls are refused; those that run already may add to them. */
const MAX_WAITING = 256 * 1024;
const CONNECT_MS = 5_000;
/** Milliseconds that the other side has to take the last lines. */
const CLOSE_MS = 900;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

export interface SyslogSinkSettings {
  /** By which the messages go. */
  program: { name: string; version: string };
  full: WhenFull;
  log: Log;
  /** Makes the fields of an event. */
  event(name: string, details: Readonly<Record<string, unknown>>): string;
}

/** A syslog server over TCP or TLS. Each process begins a chain of its own, since it cannot see the last one. */
export class SyslogSink implements Sink {
  readonly #url: URL;
  readonly #settings: SyslogSinkSettings;
  #link: Link = newChain();
  #socket: Socket | undefined;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #gap: Gap | undefined;
  #backoff = FIRST_WAIT_MS;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(url: URL, settings: SyslogSinkSettings) {
    this.#url = url;
    this.#settings = settings;
  }

  /** Connects. Throws `OptionError` where nobody answers: a server that could record nothing does not start. */
  static async connect(url: URL, settings: SyslogSinkSettings): Promise<SyslogSink> {
    const sink = new SyslogSink(url, settings);
    try {
      sink.#use(await connected(url));
      return sink;
    } catch (cause) {
      throw unusable(`--audit: ${url.protocol}//${url.host} does not answer`, cause);
    }
  }

  append(fields: string, began: Date): void {
    if (this.#gap?.covers(began) === true) return;
    const { line, link } = nextLine(this.#link, fields);
    this.#link = link;
    this.#waiting.push(syslogMessage(line, { seq: link.seq, program: this.#settings.program }));
    this.#bytes += this.#waiting.at(-1)?.length ?? 0;
    this.#send();
  }

  admit(access: Access): void {
    if (this.#gap !== undefined) refuse(this.#gap, access, this.#settings.full);
  }

  async settled(): Promise<void> {
    if (this.#gap !== undefined) throw unsettled();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    if (this.#waiting.length > 0)
      this.#settings.log.error('audit ends with a gap', { lines: this.#waiting.length });
    const socket = this.#socket;
    if (socket === undefined) return;
    const late = setTimeout(() => socket.destroy(), CLOSE_MS);
    await new Promise<void>((resolve) => socket.once('close', () => resolve()).end());
    clearTimeout(late);
  }

  /** Hands over what waits, as far as the connection takes it; what it does not take is bounded. */
  #send(): void {
    while (this.#socket !== undefined && !this.#socket.writableNeedDrain && this.#waiting.length > 0) {
      const message = this.#waiting.shift() as Buffer;
      this.#bytes -= message.length;
      this.#socket.write(message);
    }
    if (this.#bytes >= MAX_WAITING) this.#beginGap();
    else if (this.#gap !== undefined && this.#waiting.length === 0) this.#endGap(this.#gap);
  }

  #beginGap(): void {
    if (this.#gap !== undefined) return;
    this.#gap = new Gap();
    this.#settings.log.error('audit cannot be delivered', { to: this.#url.host });
  }

  #endGap(gap: Gap): void {
    this.#gap = undefined;
    this.#settings.log.info('audit can be delivered again', { to: this.#url.host, ...gap.details() });
    this.append(this.#settings.event('resumed', gap.details()), new Date());
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    this.#backoff = FIRST_WAIT_MS;
    socket.setKeepAlive(true, 30_000);
    socket.unref();
    socket.on('drain', () => this.#send());
    socket.on('error', (error) => this.#settings.log.warn('audit connection failed', { error }));
    socket.resume(); // a syslog server says nothing; its end of the connection has to be seen
    socket.once('close', () => {
      this.#socket = undefined;
      if (!this.#closed) this.#reconnect();
    });
    this.#send();
  }

  #reconnect(): void {
    const wait = this.#backoff * (0.5 + Math.random() / 2);
    this.#backoff = Math.min(this.#backoff * 2, LONGEST_WAIT_MS);
    this.#retry = setTimeout(() => {
      const again = () => (this.#closed ? undefined : this.#reconnect());
      connected(this.#url).then((socket) => (this.#closed ? socket.destroy() : this.#use(socket)), again);
    }, wait).unref();
  }
}

/** The ports of RFC 6587 (by custom) and RFC 5425, 4.1. */
function connected({ protocol, hostname, port }: URL): Promise<Socket> {
  const host = hostname.replaceAll(/[[\]]/g, '');
  const secure = protocol === 'syslog+tls:';
  const socket = secure
    ? connectTls({ host, port: Number(port || 6_514), servername: host })
    : connectTcp({ host, port: Number(port || 514) });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error('no answer')), CONNECT_MS);
    socket.once('error', reject);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(late);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('close', () => clearTimeout(late));
  });
}
