// The demo's people: one password for all of them, printed at start, so that anybody can try every role.

export const demoPassword = 'haat-demo-2026';

export interface DemoAddress {
  name: string;
  phone: string;
  line1: string;
  line2?: string;
  city: string;
  state: string;
  postalCode: string;
  country: 'IN';
}

export interface DemoAccount {
  email: string;
  name: string;
  role: 'admin' | 'seller' | 'delivery' | 'customer';
  password: string;
  /** For sellers: the key of their shop in demoSellers. */
  seller?: string;
  addresses?: DemoAddress[];
}

const account = (
  email: string,
  name: string,
  role: DemoAccount['role'],
  more: Partial<DemoAccount> = {},
): DemoAccount => ({ email, name, role, password: demoPassword, ...more });

// 99999 and 90000 with zeros: numbers that look Indian and that nobody answers.
const address = (
  name: string,
  phone: string,
  line1: string,
  line2: string,
  city: string,
  state: string,
  postalCode: string,
): DemoAddress => ({ name, phone, line1, line2, city, state, postalCode, country: 'IN' });

export const demoAccounts: DemoAccount[] = [
  account('admin@example.com', 'Asha Menon', 'admin'),
  account('seller@example.com', 'Farida Khatri', 'seller', { seller: 'gulmohar' }),
  account('seller2@example.com', 'Murugan Selvam', 'seller', { seller: 'kaveri' }),
  account('delivery@example.com', 'Irfan Shaikh', 'delivery'),
  account('ananya@example.com', 'Ananya Rao', 'customer', {
    addresses: [
      address(
        'Ananya Rao',
        '+919000000011',
        '14, 3rd Cross, Jayanagar',
        'Near Cosmos Library',
        'Bengaluru',
        'Karnataka',
        '560011',
      ),
      address(
        'Ananya Rao (office)',
        '+919000000011',
        '7th floor, Demo Tech Park',
        'Outer Ring Road',
        'Bengaluru',
        'Karnataka',
        '560103',
      ),
    ],
  }),
  account('rohan@example.com', 'Rohan Deshpande', 'customer', {
    addresses: [
      address(
        'Rohan Deshpande',
        '+919000000012',
        'B-402, Sahyadri Heights',
        'Karve Nagar',
        'Pune',
        'Maharashtra',
        '411052',
      ),
    ],
  }),
  account('simran@example.com', 'Simran Gill', 'customer', {
    addresses: [
      address(
        'Simran Gill',
        '+919000000013',
        'House 221, Sector 15-A',
        'Opposite the rose park',
        'Chandigarh',
        'Chandigarh',
        '160015',
      ),
    ],
  }),
  account('debjani@example.com', 'Debjani Sen', 'customer', {
    addresses: [
      address('Debjani Sen', '+919000000014', '5/1 Lake Terrace', 'Second floor', 'Kolkata', 'West Bengal', '700029'),
    ],
  }),
  account('karthik@example.com', 'Karthik Subramanian', 'customer', {
    addresses: [
      address(
        'Karthik Subramanian',
        '+919000000015',
        '32, Kalakshetra Road',
        'Thiruvanmiyur',
        'Chennai',
        'Tamil Nadu',
        '600041',
      ),
    ],
  }),
  account('zoya@example.com', 'Zoya Ansari', 'customer', {
    addresses: [
      address(
        'Zoya Ansari',
        '+919000000016',
        '11, Gomti Vihar, Lane 4',
        'Aliganj',
        'Lucknow',
        'Uttar Pradesh',
        '226024',
      ),
    ],
  }),
];
