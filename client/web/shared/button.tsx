import type { ButtonHTMLAttributes } from 'react';

export type ButtonLook = 'normal' | 'primary' | 'review' | 'danger' | 'plain';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
}

export function Button({ look = 'normal', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={`button button-${look} ${className}`.trim()} />;
}
