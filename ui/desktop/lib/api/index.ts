// Every call that the window makes: one file for each of `src-tauri/commands`, one function for each
// command.
export type { Fault } from './fault';
export { agenda } from './agenda';
export { assignments } from './assignments';
export { audit } from './audit';
export { backup } from './backup';
export { book } from './book';
export { criticism } from './criticism';
export { devices } from './devices';
export { documents } from './documents';
export { drafts } from './drafts';
export { meetings } from './meetings';
export { members } from './members';
export { pen } from './pen';
export { petitions } from './petitions';
export { plan } from './plan';
export { prepare } from './prepare';
export { queue } from './queue';
export { room } from './room';
export { settings } from './settings';
export { snippets } from './snippets';
export { statements } from './statements';
export { templates } from './templates';
export { usb } from './usb';
export { votes } from './votes';
export { ward } from './ward';
