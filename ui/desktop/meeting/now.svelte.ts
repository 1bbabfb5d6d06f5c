// The time of day on the screen, a few times a minute.

class Now {
  time = $state.raw(new Date());

  constructor() {
    setInterval(() => (this.time = new Date()), 5000);
  }
}

export const now = new Now();
