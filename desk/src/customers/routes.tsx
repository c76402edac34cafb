import { useParams } from '@tanstack/react-router';
import { useMay } from '../api/queries.ts';
import { Look } from '../settings/kit/Look.tsx';
import { NotAllowed } from '../settings/kit/NotAllowed.tsx';
import { DuplicatesScreen } from './duplicates/DuplicatesScreen.tsx';
import { CustomerList } from './list/CustomerList.tsx';
import { CustomerPage } from './page/CustomerPage.tsx';

/** /customers */
export function CustomersScreen() {
  const may = useMay('customers.read');
  return <Look>{may ? <CustomerList /> : <NotAllowed />}</Look>;
}

/** /customers/$customerId */
export function CustomerScreen() {
  const { customerId = '' } = useParams({ strict: false });
  const may = useMay('customers.read');
  return <Look>{may ? <CustomerPage key={customerId} id={customerId} /> : <NotAllowed />}</Look>;
}

/** /customers/duplicates */
export function DuplicatesPage() {
  const may = useMay('customers.read');
  return <Look>{may ? <DuplicatesScreen /> : <NotAllowed />}</Look>;
}
