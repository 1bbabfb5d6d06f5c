import { describe, expect, it } from 'vitest';

import { DraftKeeper, MOST, QUIET, RETRY, type Timer } from './draft';

class TestTimer implements Timer {
  time = 0;
  #next = 1;
  readonly #waiting = new Map<number, { at: number; work: () => void }>();

  now() {
    return this.time;
  }
  after(milliseconds: number, work: () => void) {
    const handle = this.#next++;
    this.#waiting.set(handle, { at: this.time + milliseconds, work });
    return handle;
  }
  cancel(handle: number) {
    this.#waiting.delete(handle);
  }
  async pass(milliseconds: number) {
    const end = this.time + milliseconds;
    for (;;) {
      const due = [...this.#waiting].filter(([, w]) => w.at <= end);
      const first = due.sort((a, b) => a[1].at - b[1].at)[0];
      if (!first) break;
      this.#waiting.delete(first[0]);
      this.time = Math.max(this.time, first[1].at);
      first[1].work();
      await settle();
    }
    this.time = end;
    await settle();
  }
}

async function settle() {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

/** A disk that answers when told to. */
function slowDisk() {
  const begun: string[] = [];
  const answers: { keep: () => void; fail: (fault: unknown) => void }[] = [];
  const save = (value: string) => {
    begun.push(value);
    return new Promise<string>((resolve, reject) => {
      answers.push({ keep: () => resolve('19:42:07'), fail: reject });
    });
  };
  return { begun, answers, save };
}

function setUp() {
  const timer = new TestTimer();
  const disk = slowDisk();
  const saved: string[] = [];
  const faults: unknown[] = [];
  const keeper = new DraftKeeper({
    save: disk.save,
    timer,
    onSaved: (at) => saved.push(at),
    onFault: (fault) => faults.push(fault),
  });
  return { timer, disk, saved, faults, keeper };
}

describe('DraftKeeper', () => {
  it('saves after a pause, and says so only when the disk has it', async () => {
    const { timer, disk, saved, keeper } = setUp();
    keeper.note('Tôi');
    await timer.pass(QUIET - 1);
    expect(disk.begun).toEqual([]);
    await timer.pass(1);
    expect(disk.begun).toEqual(['Tôi']);
    expect(saved).toEqual([]);
    disk.answers[0]?.keep();
    await settle();
    expect(saved).toEqual(['19:42:07']);
    expect(keeper.waiting).toBe(false);
  });

  it('saves while typing goes on without a pause', async () => {
    const { timer, disk, keeper } = setUp();
    for (let i = 0; i < 20; i += 1) {
      keeper.note('a'.repeat(i + 1));
      await timer.pass(50);
    }
    expect(disk.begun).toEqual(['a'.repeat(MOST / 50)]);
    disk.answers[0]?.keep();
    await settle();
    await timer.pass(0);
    expect(disk.begun[1]).toBe('a'.repeat(20));
  });

  it('never has two saves under way, and the latest text wins', async () => {
    const { timer, disk, keeper } = setUp();
    keeper.note('một');
    await timer.pass(QUIET);
    keeper.note('một hai');
    keeper.note('một hai ba');
    await timer.pass(5000);
    expect(disk.begun).toEqual(['một']);
    disk.answers[0]?.keep();
    await settle();
    await timer.pass(0);
    expect(disk.begun).toEqual(['một', 'một hai ba']);
  });

  it('keeps the text and tries again when a save fails', async () => {
    const { timer, disk, saved, faults, keeper } = setUp();
    keeper.note('đang nói');
    await timer.pass(QUIET);
    disk.answers[0]?.fail({ code: 'LUU-01' });
    await settle();
    expect(faults).toEqual([{ code: 'LUU-01' }]);
    expect(saved).toEqual([]);
    expect(keeper.waiting).toBe(true);
    await timer.pass(RETRY);
    expect(disk.begun).toEqual(['đang nói', 'đang nói']);
    disk.answers[1]?.keep();
    await settle();
    expect(saved).toEqual(['19:42:07']);
  });

  it('survives a saver that throws before it promises', async () => {
    const timer = new TestTimer();
    let failing = true;
    const saved: string[] = [];
    const keeper = new DraftKeeper({
      save: () => {
        if (failing) throw new Error('no bridge');
        return Promise.resolve('20:00:00');
      },
      timer,
      onSaved: (at) => saved.push(at),
    });
    keeper.note('chữ');
    await timer.pass(QUIET);
    failing = false;
    await timer.pass(RETRY);
    expect(saved).toEqual(['20:00:00']);
  });

  it('takes a burst of backspaces from UniKey as one change', async () => {
    const { timer, disk, keeper } = setUp();
    for (const value of ['tie', 'tien', 'tie', 'ti', 'tiê', 'tiên', 'tiê', 'tiế', 'tiến']) {
      keeper.note(value);
      await timer.pass(2);
    }
    await timer.pass(QUIET);
    expect(disk.begun).toEqual(['tiến']);
  });

  it('saves what an input method is composing, letter by letter, as the field has it', async () => {
    const { timer, disk, keeper } = setUp();
    for (const value of ['d', 'đ', 'đo', 'đô', 'đồ', 'đồn', 'đồng']) {
      keeper.note(value);
      await timer.pass(QUIET);
      disk.answers.at(-1)?.keep();
      await settle();
    }
    expect(disk.begun.at(-1)).toBe('đồng');
  });

  it('flushes at once, also what came while a save was under way', async () => {
    const { timer, disk, keeper } = setUp();
    keeper.note('a');
    await timer.pass(QUIET);
    keeper.note('ab');
    const flushed = keeper.flush();
    await settle();
    disk.answers[0]?.keep();
    await settle();
    expect(disk.begun).toEqual(['a', 'ab']);
    disk.answers[1]?.keep();
    await flushed;
    expect(keeper.waiting).toBe(false);
  });

  it('saves nothing more once the text went into the record', async () => {
    const { timer, disk, keeper } = setUp();
    keeper.note('xong');
    const held = keeper.hold();
    await held;
    keeper.note('xong!');
    await timer.pass(5000);
    expect(disk.begun).toEqual([]);
    keeper.forget();
    await timer.pass(5000);
    expect(disk.begun).toEqual([]);
    keeper.note('mới');
    await timer.pass(QUIET);
    expect(disk.begun).toEqual(['mới']);
  });

  it('goes on saving when keeping the statement failed', async () => {
    const { timer, disk, keeper } = setUp();
    keeper.note('xong');
    await keeper.hold();
    keeper.resume();
    await timer.pass(0);
    expect(disk.begun).toEqual(['xong']);
  });

  it('does not save again what it knows the disk has', async () => {
    const { timer, disk, keeper } = setUp();
    keeper.known('đã có');
    keeper.note('đã có');
    await timer.pass(5000);
    expect(disk.begun).toEqual([]);
  });
});
