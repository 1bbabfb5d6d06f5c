import '../shared/base.css';
import './desktop.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { offer } from '../shared/faultActs.svelte';
import { audit } from './lib/api';
import { recall, show } from './lib/display.svelte';
import { words } from './words';

show();
// The settings may lie in the book, which is locked as yet: then the defaults stay until it opens.
recall().catch(() => undefined);

// A text that looks like a state secret and is none: the person answers for it.
offer('BM-01', {
  words: words.secret.declare,
  done: words.secret.declared,
  run: () => audit.declareNotSecret(),
});

const target = document.getElementById('app');
if (target) mount(App, { target });
