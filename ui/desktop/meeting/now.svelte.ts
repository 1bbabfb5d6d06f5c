// The time of day on the screen, a few times a minute.

class Now {
  time = $state.raw(new Date());
  /** The page's own clock in milliseconds: it never jumps, whatever the laptop's clock does. */
  steady = $state.raw(performance.now());

  constructor() {
    setInterval(() => {
      this.time = new Date();
      this.steady = performance.now();
    }, 5000);
  }
}

export const now = new Now();
