import { Stack, Text } from '@mantine/core';
import { type TenantRole, tenantRoles } from '../../../../src/domain/access/role.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Segments } from '../../components/Segments.tsx';

/** A role, and what it means for whoever gets it. */
export function RoleChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: TenantRole;
  readonly onChoose: (role: TenantRole) => void;
}) {
  const { app, users } = useText();
  return (
    <Stack gap={6}>
      <Segments
        label={users.role}
        choices={tenantRoles.map((role) => ({ value: role, label: app.roles[role] }))}
        chosen={chosen}
        onChoose={onChoose}
      />
      <Text size="xs" c="dimmed" role="status">
        {users.roleHints[chosen]}
      </Text>
    </Stack>
  );
}
