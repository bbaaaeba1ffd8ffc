import { Burger } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Building2,
  KeyRound,
  LayoutDashboard,
  LifeBuoy,
  type LucideIcon,
  PlugZap,
  ScrollText,
  Settings,
  ShieldCheck,
  Stamp,
  Users,
} from 'lucide-react';
import { Fragment } from 'react';
import { may, type Permission } from '../../../../src/domain/access/role.ts';
import { BrandMark } from '../BrandMark.tsx';
import type { Dictionary } from '../i18n/en.ts';
import { useText } from '../i18n/Language.tsx';
import { useSession } from '../session.ts';
import { PendingCount } from './PendingCount.tsx';
import classes from './Shell.module.css';

interface MenuItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: keyof Dictionary['menu'];
  readonly icon: LucideIcon;
  /** Who may not read the page does not see it here. */
  readonly needs: Permission;
}

/** In the order of the product's menu, the platform operator's own pages first; a rule stands between groups. */
const groups: readonly (readonly MenuItem[])[] = [
  [
    { to: '/tenants', label: 'tenants', icon: Building2, needs: 'tenant.read' },
    {
      to: '/platform-keys',
      label: 'platformKeys',
      icon: LifeBuoy,
      needs: 'platform_credential.read',
    },
  ],
  [
    { to: '/', label: 'overview', icon: LayoutDashboard, needs: 'credential.read' },
    { to: '/providers', label: 'providers', icon: PlugZap, needs: 'credential.read' },
    { to: '/policies', label: 'policies', icon: ShieldCheck, needs: 'policy.read' },
    { to: '/approvals', label: 'approvals', icon: Stamp, needs: 'approval.read' },
  ],
  [{ to: '/audit', label: 'audit', icon: ScrollText, needs: 'audit.read' }],
  [
    { to: '/api-keys', label: 'apiKeys', icon: KeyRound, needs: 'token.read' },
    { to: '/users', label: 'users', icon: Users, needs: 'user.read' },
    { to: '/settings', label: 'settings', icon: Settings, needs: 'settings.read' },
  ],
];

export function Navigation({
  isMenuOpen,
  onDone,
}: {
  readonly isMenuOpen: boolean;
  readonly onDone: () => void;
}) {
  const text = useText();
  const { role } = useSession().user;
  const shown = groups
    .map((group) => group.filter((item) => may(role, item.needs)))
    .filter((group) => group.length > 0);
  return (
    <>
      <div className={classes['brand']}>
        {isMenuOpen && (
          <Burger
            opened
            size="sm"
            hiddenFrom="sm"
            onClick={onDone}
            aria-label={text.app.closeMenu}
          />
        )}
        <BrandMark size={24} />
        Monago
      </div>
      <ul className={classes['links']}>
        {shown.map((group, at) => (
          <Fragment key={group[0]?.label}>
            {at > 0 && <li className={classes['rule']} aria-hidden />}
            {group.map(({ to, label, icon: Icon }) => (
              <li key={label}>
                <Link
                  to={to}
                  className={classes['link']}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  onClick={onDone}
                >
                  <Icon size={17} strokeWidth={1.9} aria-hidden />
                  {text.menu[label]}
                </Link>
                {label === 'approvals' && <PendingCount />}
              </li>
            ))}
          </Fragment>
        ))}
      </ul>
    </>
  );
}
