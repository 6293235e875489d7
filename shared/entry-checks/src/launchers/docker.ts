import { escaped } from '../characters.ts';
import { checkSecret, checkVariable } from '../environment.ts';
import { type Finding, finding } from '../finding.ts';
import type { PackageRef } from '../package-ref.ts';
import type { Words } from '../words.ts';
import { checkMount, checkVolume } from './docker-mount.ts';
import { nothingToRun, refused, wrongFlag } from './launch-findings.ts';
import type { Launch } from './launcher.ts';
import { checkRunner } from './runners.ts';

/** Flags of `docker run` without a value that keep the container a container. */
const PLAIN = /^(-[it]{1,2}|--(interactive|tty|rm|init|read-only|quiet)(=true)?|--tty=false)$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;

/** Flags with a value, and what is wrong with the value. */
const VALUED: Readonly<Record<string, (value: string) => Finding[]>> = {
  '-e': checkEnv,
  '--env': checkEnv,
  '-v': checkVolume,
  '--volume': checkVolume,
  '--mount': checkMount,
  '--network': checkNetwork,
  '--net': checkNetwork,
  '--name': like(NAME),
  '--hostname': like(NAME),
  '--pull': like(/^(always|missing|never)$/),
  '--platform': like(/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/),
  '--memory': like(/^\d+[bkmg]?$/i),
  '-m': like(/^\d+[bkmg]?$/i),
  '--cpus': like(/^\d+(\.\d+)?$/),
  '--pids-limit': like(/^\d+$/),
  '-u': like(/^\d+(:\d+)?$/),
  '--user': like(/^\d+(:\d+)?$/),
  '-w': like(/^\/[\w./-]*$/),
  '--workdir': like(/^\/[\w./-]*$/),
  '--tmpfs': like(/^\/[\w./:=,-]*$/),
  '--cap-drop': like(/^[A-Za-z_]+$/),
  '--security-opt': like(/^no-new-privileges(:true)?$/),
  '-p': like(/^127\.0\.0\.1:\d{1,5}:\d{1,5}(\/tcp)?$/),
  '--publish': like(/^127\.0\.0\.1:\d{1,5}:\d{1,5}(\/tcp)?$/),
};

/** `docker run <flags> <image> …`, and podman's. No other action, and no flag that opens the machine to the container. */
export function docker(words: Words): Launch {
  const action = words.take();
  if (action !== 'run') {
    return refused(wrongFlag('docker', action ?? '', 'Use docker run -i --rm <image>@sha256:….'));
  }
  const findings: Finding[] = [];
  while (words.isFlag) {
    const flag = words.take() as string;
    if (PLAIN.test(flag)) continue;
    const [name = '', joined] = flag.startsWith('--') ? flag.split(/=(.*)/s) : [flag];
    const check = Object.hasOwn(VALUED, name) ? VALUED[name] : undefined;
    if (check === undefined) {
      return refused(
        ...findings,
        wrongFlag(
          'docker run',
          flag,
          'Leave it out: it opens the machine to the container, or is not known.',
        ),
      );
    }
    findings.push(...check(joined ?? words.take() ?? ''));
  }
  const image = words.take();
  if (image === undefined) return refused(...findings, nothingToRun('docker run'));
  const ref = imageRef(image);
  if (ref === undefined) return refused(...findings, wrongImage(image));
  return { findings: [...findings, ...checkRunner(ref)], packages: [ref] };
}

/** `registry/name:tag@sha256:…`. What comes before the tag is the name. */
function imageRef(text: string): PackageRef | undefined {
  const [, name, , digest] =
    /^((?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(:[\w][\w.-]{0,127})?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
      text,
    ) ?? [];
  return name === undefined
    ? undefined
    : { registry: 'docker', name, ...(digest !== undefined && { version: digest }) };
}

function checkEnv(text: string): Finding[] {
  const [name = '', value = ''] = text.split(/=(.*)/s);
  return [...checkVariable(name, value), ...checkSecret(`args: -e ${escaped(name)}`, name, value)];
}

function checkNetwork(value: string): Finding[] {
  if (NAME.test(value) && value !== 'host') return [];
  return [
    finding(
      'docker-network',
      `args: --network ${escaped(value)} gives the container the network of the machine, or of another container.`,
      'Use bridge, none, or a network of its own.',
    ),
  ];
}

function like(pattern: RegExp): (value: string) => Finding[] {
  return (value) =>
    pattern.test(value)
      ? []
      : [wrongFlag('docker run', value, 'Give the flag a plain value, or leave it out.')];
}

function wrongImage(text: string): Finding {
  return finding(
    'docker-image',
    `args: ${escaped(text)} is no name of an image.`,
    'Name it as name:tag@sha256:….',
  );
}
