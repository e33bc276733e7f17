import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { useTexts } from './language.tsx';
import { Page } from './page.tsx';

interface State {
  readonly hasFailed: boolean;
}

/** The last net: a screen that cannot be drawn or fetched says so and offers to begin again. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <BrokenPage /> : this.props.children;
  }
}

function BrokenPage() {
  const texts = useTexts();
  return (
    <Page title={texts.common.brokenTitle} isNarrow>
      <p>{texts.common.brokenText}</p>
      <p>
        <Button look="primary" onClick={() => location.reload()}>
          {texts.common.reload}
        </Button>
      </p>
    </Page>
  );
}
