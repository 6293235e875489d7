import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Mounts that nobody else sees, for as long as they are held. */
export interface OwnMounts {
  /** What a command is preceded by to be run among them; for a shell. */
  enter: string;
  /** Ends with them; whoever still runs among them keeps them. */
  close(): void;
}

/**
 * All commands of an engine share one view: what one of them mounts for a container, such as its network, another has to
 * find in order to take it down. Cgroups of both versions at once are no longer supported by Podman: the newer stands
 * there alone. Held by a process that ends with this one, however this one ends.
 */
export async function openOwnMounts(): Promise<OwnMounts> {
  const script =
    'umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup && echo mounted && exec cat >/dev/null';
  const holder = spawn('unshare', ['--mount', 'sh', '-c', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ctrl-C is not for it: it is needed to clean up.
    detached: true,
  });
  const gone = once(holder, 'exit').then(() => {
    throw new Error('no mounts of its own: unshare ended');
  });
  await Promise.race([once(holder.stdout, 'data'), gone]);
  gone.catch(() => {});
  return {
    enter: `nsenter --target ${holder.pid} --mount --wdns="$PWD"`,
    close: () => void holder.stdin.end(),
  };
}
