const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether what is sent there is read by nobody on its way: it goes over https, or stays on this machine. */
export function staysSecret({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}
