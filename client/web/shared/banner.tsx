import type { ReactNode } from 'react';

export type BannerTone = 'note' | 'good' | 'warning' | 'bad';

interface BannerProps {
  readonly tone?: BannerTone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** `status` is spoken when there is a pause, `alert` at once; without it, it is there to be read. */
  readonly role?: 'status' | 'alert';
}

export function Banner({ tone = 'note', title, children, actions, role }: BannerProps) {
  return (
    <div className={`banner banner-${tone}`} role={role}>
      <div className="stack-tight">
        {title !== undefined && <p className="banner-title">{title}</p>}
        {children}
      </div>
      {actions !== undefined && <span className="row">{actions}</span>}
    </div>
  );
}
