import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@ashlar/kit/testing/servers';
import { ChildServer } from './child-server.ts';

const PROGRAM = '/usr/share/request-tracker5/libexec/rt-server';
/** Debian makes it when it installs the package. */
const DATABASE = '/var/lib/dbconfig-common/sqlite3/request-tracker5/rtdb';

/** Whether this machine has Request Tracker: Debian's packages request-tracker5, rt5-db-sqlite and rt5-standalone. */
export const hasRequestTracker = existsSync(PROGRAM) && existsSync(DATABASE) && process.getuid?.() === 0;

const ANN =
  'SeeQueue ShowTicket ShowTicketComments CreateTicket ModifyTicket CommentOnTicket ReplyToTicket OwnTicket TakeTicket';

/** Two queues and two people with tokens: ann works in both, bob may look at one. Passwords are cheap to check. */
const SEED = `
use lib '/usr/share/request-tracker5/lib';
use RT; RT->LoadConfig; RT->InitPluginPaths; RT->Init;
require RT::AuthToken; require RT::Authen::Token;
my $system = RT->SystemUser;
my $root = RT::User->new($system);
$root->Load('root');
$root->SetPassword('password of root');
my ($general, $secret) = map { RT::Queue->new($system) } 1 .. 2;
$general->Load('General');
$secret->Create(Name => 'Secret');
my %rights = (ann => '${ANN}', bob => 'SeeQueue ShowTicket');
for my $name (sort keys %rights) {
  my $user = RT::User->new($system);
  $user->Create(Name => $name, EmailAddress => "$name\\@test.invalid", Privileged => 1,
    Timezone => $name eq 'ann' ? 'America/New_York' : 'UTC');
  $user->PrincipalObj->GrantRight(Right => $_, Object => $general) for split / /, $rights{$name};
  $user->PrincipalObj->GrantRight(Right => $_, Object => $secret) for split / /, ($name eq 'ann' ? $rights{ann} : '');
  $user->PrincipalObj->GrantRight(Right => 'ManageAuthTokens', Object => RT->System);
  my $current = RT::CurrentUser->new($system);
  $current->Load($name);
  for my $which (1 .. 2) {
    my ($ok, $message, $token) = RT::AuthToken->new($current)->Create(Owner => $current->id, Description => "test $which");
    print "$name$which=$token\\n";
  }
}
`;

/** What takes one token away, named by the last part of it. */
const REVOKE = `
use lib '/usr/share/request-tracker5/lib';
use RT; RT->LoadConfig; RT->InitPluginPaths; RT->Init;
require RT::AuthToken; require RT::Authen::Token;
my ($user, $token) = RT::Authen::Token->UserForAuthString($ARGV[0]);
$token->Delete;
`;

/** A real Request Tracker on a free port of this machine, with a database of its own. */
export class TestRequestTracker {
  readonly url: string;
  /** By the name of who has it: `ann1`, `ann2`, `bob1`. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #server: ChildServer;

  private constructor(
    url: string,
    folder: string,
    {
      tokens,
      environment,
      server,
    }: {
      tokens: Record<string, string>;
      environment: NodeJS.ProcessEnv;
      server: ChildServer;
    },
  ) {
    this.url = url;
    this.#folder = folder;
    this.tokens = tokens;
    this.#environment = environment;
    this.#server = server;
  }

  static async start(): Promise<TestRequestTracker> {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-rt-'));
    const port = await freePort();
    mkdirSync(join(folder, 'more'));
    copyFileSync(DATABASE, join(folder, 'rtdb'));
    writeFileSync(join(folder, 'RT_SiteConfig.pm'), settings(folder, port));
    const environment = {
      ...process.env,
      RT_SITE_CONFIG: join(folder, 'RT_SiteConfig.pm'),
      RT_SITE_CONFIG_DIR: join(folder, 'more'),
    };
    const said = execFileSync('perl', ['-e', SEED], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const tokens = Object.fromEntries(
      said
        .trim()
        .split('\n')
        .map((line) => line.split('=') as [string, string]),
    );
    const url = `http://127.0.0.1:${port}`;
    const args = ['--server', 'Standalone', '--port', String(port), '--host', '127.0.0.1'];
    const server = await ChildServer.start(PROGRAM, args, {
      url: `${url}/REST/2.0/rt`,
      env: environment,
      cwd: folder,
    });
    return new TestRequestTracker(url, folder, { tokens, environment, server });
  }

  /** As root, who may do everything. */
  async as(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/REST/2.0${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from('root:password of root').toString('base64')}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  }

  revoke(token: string): void {
    execFileSync('perl', ['-e', REVOKE, token], { env: this.#environment, stdio: 'ignore' });
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function settings(folder: string, port: number): string {
  return `
Set($rtname, 'test');
Set($Organization, 'test');
Set($CorrespondAddress, 'rt@test.invalid');
Set($CommentAddress, 'rt-comment@test.invalid');
Set($WebDomain, '127.0.0.1');
Set($WebPort, ${port});
Set($Timezone, 'UTC');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '${join(folder, 'rtdb')}');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($MailCommand, 'testfile');
Set($BcryptCost, 4);
1;
`;
}
