import { useState } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { type CheckResult, deviceChecks } from './deviceChecks.ts';
import { useDeviceFacts } from './useDeviceFacts.ts';

interface SystemCheckProps {
  /** Epoch ms by the server's clock; `null` until it is known. */
  readonly serverNow: (() => number) | null;
}

/** What this device can do, before it matters. */
export function SystemCheck({ serverNow }: SystemCheckProps) {
  const texts = useTexts();
  const [round, setRound] = useState(0);
  const facts = useDeviceFacts(serverNow, round);
  const results = deviceChecks(facts, texts);
  const isDone = results.every(({ isGood }) => isGood !== null);
  return (
    <section className="card stack" aria-labelledby="system-check">
      <h2 id="system-check">{texts.checks.title}</h2>
      <ul className="device-checks">
        {results.map((result) => (
          <Check key={result.name} result={result} />
        ))}
      </ul>
      <p className="keeps-room" role="status" data-room={longest(texts.checks.ready, texts.checks.notReady)}>
        <span>{isDone ? summary(results, texts.checks) : texts.checks.checking}</span>
      </p>
      {facts.keptOn === 'memory' && (
        <Banner tone="warning" role="alert" title={texts.instructions.storageTitle} />
      )}
      <p>
        <Button onClick={() => setRound(round + 1)}>{texts.checks.again}</Button>
      </p>
    </section>
  );
}

function longest(...sentences: readonly string[]): string | undefined {
  return sentences.toSorted((a, b) => b.length - a.length)[0];
}

type CheckTexts = ReturnType<typeof useTexts>['checks'];

function summary(results: readonly CheckResult[], checks: CheckTexts): string {
  return results.every(({ isGood }) => isGood) ? checks.ready : checks.notReady;
}

function Check({ result: { name, isGood, sentence, likely } }: { readonly result: CheckResult }) {
  const { checks } = useTexts();
  const state = isGood === null ? 'checking' : isGood ? 'good' : 'attention';
  return (
    <li className={`device-check device-check-${state}`}>
      <span className="device-check-mark" role="img" aria-label={checks[state]} />
      <span className="keeps-room" data-room={likely && `${checks[name]}: ${likely}`}>
        <span>
          <strong>{checks[name]}:</strong> {sentence}
        </span>
      </span>
    </li>
  );
}
