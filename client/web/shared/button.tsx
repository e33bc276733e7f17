import { type ButtonHTMLAttributes, type MouseEvent, useLayoutEffect, useRef } from 'react';
import { mainPlace } from './mainPlace.ts';
import { isSecondPress } from './secondPress.ts';

export type ButtonLook = 'normal' | 'primary' | 'review' | 'danger' | 'plain';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  /** The second click or tap of a double one does nothing: it was meant for what has gone. */
  readonly isSinglePress?: boolean;
}

export function Button(props: ButtonProps) {
  const { look = 'normal', isSinglePress = false, className = '', type = 'button', onClick, ...rest } = props;
  const button = useRef<HTMLButtonElement>(null);
  // A button that goes away, as many do when pressed, leaves its focus to what it stood in and not to nobody.
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      if (document.activeElement === own) mainPlace()?.focus({ preventScroll: true });
    };
  }, []);
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    const isSecond = isSecondPress(event.nativeEvent, pressedAt.current);
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
