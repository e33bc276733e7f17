import { type FormEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import type { VerifyReply } from '../../../../server/protocol/http.ts';
import type { Outcome } from '../../../session/index.ts';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { useSignIn } from '../../shared/services.tsx';
import { useLaterTexts } from '../../shared/texts/useLaterTexts.ts';
import { receiptIn } from './readReceipt.ts';
import { ReceiptFacts } from './receiptFacts.tsx';
import { Verdict } from './verdict.tsx';

/** Checks a receipt for anybody who holds one. */
export default function VerifyPage() {
  const { common } = useTexts();
  const { receipt: texts } = useLaterTexts();
  const signIn = useSignIn();
  const [content, setContent] = useState('');
  const [fileName, setFileName] = useState<string | null>(null);
  const [isEmpty, setIsEmpty] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<VerifyReply> | null>();
  const id = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const receipt = receiptIn(content);
    setIsEmpty(receipt === '');
    if (receipt === '') return;
    setOutcome(null);
    setOutcome(await signIn.api.verify(receipt));
  };
  const readFile = async (file: File | undefined) => {
    if (file === undefined) return;
    setFileName(file.name);
    setContent(await file.text());
  };
  const payload = outcome?.kind === 'done' && outcome.reply.valid ? outcome.reply.payload : undefined;
  return (
    <Page title={texts.verifyTitle} isNarrow>
      <p>{texts.verifyLead}</p>
      <form className="card stack" onSubmit={(event) => void submit(event)} noValidate>
        <div className="field">
          <span className="field-label">{texts.file}</span>
          <span className="row">
            <label className="button file-button">
              {texts.chooseFile}
              <input
                className="visually-hidden"
                type="file"
                accept=".json,.txt,.jws,application/json,text/plain"
                onChange={(event) => void readFile(event.target.files?.[0])}
              />
            </label>
            <span className="quiet">{fileName ?? texts.noFile}</span>
          </span>
        </div>
        <div className="field">
          <label className="field-label" htmlFor={`${id}-text`}>
            {texts.paste}
          </label>
          <textarea
            id={`${id}-text`}
            className="input fingerprint"
            rows={5}
            spellCheck="false"
            value={content}
            aria-invalid={isEmpty || undefined}
            aria-describedby={isEmpty ? `${id}-problem` : undefined}
            onChange={(event) => setContent(event.target.value)}
          />
          {isEmpty && (
            <span className="field-problem" id={`${id}-problem`} role="alert">
              {texts.empty}
            </span>
          )}
        </div>
        <p>
          <Button type="submit" look="primary">
            {texts.check}
          </Button>
        </p>
      </form>
      {outcome !== undefined && <Verdict outcome={outcome} />}
      {payload && (
        <dl className="card facts">
          <ReceiptFacts payload={payload} />
        </dl>
      )}
      <p>
        <Link href="/">{common.toStart}</Link>
      </p>
    </Page>
  );
}
