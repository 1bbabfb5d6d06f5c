import '../shared/base.css';
import './desktop.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { recall, show } from './lib/display.svelte';

show();
// The settings may lie in the book, which is locked as yet: then the defaults stay until it opens.
recall().catch(() => undefined);

const target = document.getElementById('app');
if (target) mount(App, { target });
