import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.ts';
import { Observable } from './observable.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';

const broken = new Error('a view that does not hold');

function fail(): never {
  throw broken;
}

describe('[CLI-32] a listener that throws', () => {
  it('is reported by an emitter, and the others are told', () => {
    const environment = new FakeEnvironment();
    const emitter = new Emitter<string>(environment);
    const heard: string[] = [];
    emitter.listen(fail);
    emitter.listen((news) => heard.push(news));
    emitter.emit('one');
    emitter.emit('two');
    expect(heard).toEqual(['one', 'two']);
    expect(environment.reported).toEqual([broken, broken]);
  });

  it('is reported by an observable, and the others are told', () => {
    const environment = new FakeEnvironment();
    const observable = new Observable({ count: 0 }, environment);
    const heard: number[] = [];
    observable.subscribe(fail);
    observable.subscribe(({ count }) => heard.push(count));
    observable.update({ count: 1 });
    expect(heard).toEqual([1]);
    expect(environment.reported).toEqual([broken]);
  });
});
