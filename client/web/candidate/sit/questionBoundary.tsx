import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  readonly children: ReactNode;
  /** Shown instead when the children cannot be drawn. */
  readonly fallback: ReactNode;
}

interface BoundaryState {
  readonly hasFailed: boolean;
}

/** Keeps an error in the drawing of one question from taking the exam away. Give it a key per question. */
export class QuestionBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { hasFailed: false };

  static getDerivedStateFromError(): BoundaryState {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
