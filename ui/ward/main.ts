import '../shared/base.css';
import './ward.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { applyScale } from './scale';

applyScale();

const target = document.getElementById('page');
if (target) mount(App, { target });
