import { useParams } from '@tanstack/react-router';
import { useMay } from '../api/queries.ts';
import { NotAllowed } from '../settings/kit/NotAllowed.tsx';
import { CustomerList } from './list/CustomerList.tsx';
import { CustomerPage } from './page/CustomerPage.tsx';

/** /customers */
export function CustomersScreen() {
  return useMay('customers.read') ? <CustomerList /> : <NotAllowed />;
}

/** /customers/$customerId */
export function CustomerScreen() {
  const { customerId = '' } = useParams({ strict: false });
  return useMay('customers.read') ? <CustomerPage key={customerId} id={customerId} /> : <NotAllowed />;
}
