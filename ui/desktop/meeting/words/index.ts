// Every text of the meeting's screens, one file for each tab.
export * from './names';
export * from './common';
export * from './desk';
export * from './prepare';
export * from './record';
export * from './entries';
export * from './closing';
