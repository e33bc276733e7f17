import { type ButtonHTMLAttributes, type MouseEvent, useLayoutEffect, useRef } from 'react';

export type ButtonLook = 'normal' | 'primary' | 'review' | 'danger' | 'plain';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  /** The second click or tap of a double one does nothing: it was meant for what has gone. */
  readonly isSinglePress?: boolean;
}

/** Within so long a second tap belongs to the first, ms; not every browser counts taps as it counts clicks. */
const doubleTapMs = 300;

export function Button(props: ButtonProps) {
  const { look = 'normal', isSinglePress = false, className = '', type = 'button', onClick, ...rest } = props;
  const button = useRef<HTMLButtonElement>(null);
  // A button that goes away, as many do when pressed, leaves its focus to the main part of the page and not to nobody.
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      if (document.activeElement === own) document.getElementById('main')?.focus({ preventScroll: true });
    };
  }, []);
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    const isTap = event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'touch';
    const isSecond = event.detail > 1 || (isTap && event.timeStamp - pressedAt.current < doubleTapMs);
    pressedAt.current = event.timeStamp;
    if (!isSecond) onClick?.(event);
  };
  return (
    <button
      {...rest}
      ref={button}
      type={type}
      className={`button button-${look} ${className}`.trim()}
      onClick={isSinglePress ? press : onClick}
    />
  );
}
