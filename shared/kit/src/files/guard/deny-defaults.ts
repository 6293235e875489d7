/** What is protected in every root, as globs: credentials, private keys, version-control internals. */
export const DEFAULT_DENY: readonly string[] = [
  // environment files
  '.env',
  '.env.*',
  '.env~',
  '.envrc',
  // private keys and key stores
  'id_{rsa,dsa,ecdsa,ecdsa_sk,ed25519,ed25519_sk}',
  '*.{pem,key,p8,p12,pfx,kdbx,keystore,jks,ppk}',
  '.ssh',
  '.gnupg',
  // version control: hooks run as programs, configuration holds tokens
  '.git',
  '.git-credentials',
  // package registries
  '.npmrc',
  '.pypirc',
  '**/.cargo/credentials{,.toml}',
  '**/.gem/credentials',
  // hosts, databases, web servers
  '.netrc',
  '_netrc',
  '.pgpass',
  'pgpass.conf',
  '.my.cnf',
  '.mylogin.cnf',
  '.htpasswd',
  // clouds and deployment
  '**/.aws/credentials',
  '**/.aws/sso/cache',
  '**/.azure/{accesstokens.json,msal_token_cache.json,msal_token_cache.bin}',
  '**/.config/gcloud',
  '**/.config/gh/hosts.yml',
  '**/.docker/config.json',
  '.dockercfg',
  '**/.kube/config',
  '.vault-token',
  '*.tfstate',
  '*.tfstate.*',
  'credentials.tfrc.json',
  'credentials.json',
  'application_default_credentials.json',
  'client_secret*.json',
  'service-account*.json',
  'service_account*.json',
];

/** Templates that are meant to be read, though a rule above matches their names. */
export const DEFAULT_ALLOW: readonly string[] = ['.env.example', '.env.sample', '.env.template'];
