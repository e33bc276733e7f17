/** Who a fresh installation knows: people of the practice exam, in all six divisions of the state. */

export interface DemoPerson {
  readonly username: string;
  readonly displayName: string;
  readonly role: 'candidate' | 'proctor' | 'author' | 'admin';
  /** Code of the centre. */
  readonly centre?: string;
  /** Name of the district of somebody without a centre. */
  readonly district?: string;
  readonly extraMinutesPerHour?: number;
}

/** Centres by code: name and district. */
export const demoCentres: readonly {
  readonly code: string;
  readonly name: string;
  readonly district: string;
}[] = [
  { code: 'PUN-01', name: 'District Institute of Education, Pune', district: 'Pune' },
  { code: 'PUN-02', name: 'Government High School, Satara', district: 'Satara' },
  { code: 'MUM-01', name: 'Municipal Training Centre, Dadar', district: 'Mumbai City' },
  { code: 'THA-01', name: 'Teachers College, Thane', district: 'Thane' },
  { code: 'NSK-01', name: 'District Institute of Education, Nashik', district: 'Nashik' },
  { code: 'CSN-01', name: 'Government College of Education', district: 'Chhatrapati Sambhajinagar' },
  { code: 'AMR-01', name: 'Zilla Parishad High School, Amravati', district: 'Amravati' },
  { code: 'NGP-01', name: 'District Institute of Education, Nagpur', district: 'Nagpur' },
];

const candidates: readonly DemoPerson[] = [
  { username: 'teacher01', displayName: 'Asha Jadhav · आशा जाधव', role: 'candidate', centre: 'PUN-01' },
  { username: 'teacher02', displayName: 'Rahul Patil · राहुल पाटील', role: 'candidate', centre: 'PUN-01' },
  { username: 'teacher03', displayName: 'Sunita Deshmukh · सुनीता देशमुख', role: 'candidate', centre: 'PUN-02' },
  { username: 'teacher04', displayName: 'Imran Shaikh · इम्रान शेख', role: 'candidate', centre: 'MUM-01' },
  { username: 'teacher05', displayName: 'Kavita More · कविता मोरे', role: 'candidate', centre: 'MUM-01' },
  { username: 'teacher06', displayName: 'Ganesh Shinde · गणेश शिंदे', role: 'candidate', centre: 'THA-01' },
  { username: 'teacher07', displayName: 'Meena Kulkarni · मीना कुलकर्णी', role: 'candidate', centre: 'PUN-01' },
  {
    username: 'teacher08',
    displayName: 'Sachin Gaikwad · सचिन गायकवाड',
    role: 'candidate',
    centre: 'NSK-01',
  },
  { username: 'teacher09', displayName: 'Priya Chavan · प्रिया चव्हाण', role: 'candidate', centre: 'NSK-01' },
  { username: 'teacher10', displayName: 'Nitin Pawar · नितीन पवार', role: 'candidate', centre: 'PUN-02' },
  {
    username: 'teacher11',
    displayName: 'Fatima Ansari · फातिमा अन्सारी',
    role: 'candidate',
    centre: 'CSN-01',
  },
  { username: 'teacher12', displayName: 'Vaishali Kamble · वैशाली कांबळे', role: 'candidate', centre: 'CSN-01' },
  { username: 'teacher13', displayName: 'Amol Bhosale · अमोल भोसले', role: 'candidate', centre: 'THA-01' },
  { username: 'teacher14', displayName: 'Rekha Wankhede · रेखा वानखेडे', role: 'candidate', centre: 'AMR-01' },
  { username: 'teacher15', displayName: 'Suresh Meshram · सुरेश मेश्राम', role: 'candidate', centre: 'NGP-01' },
  { username: 'teacher16', displayName: 'Jyoti Thakre · ज्योती ठाकरे', role: 'candidate', centre: 'NGP-01' },
  { username: 'teacher17', displayName: 'Prakash Rathod · प्रकाश राठोड', role: 'candidate', centre: 'AMR-01' },
  { username: 'teacher18', displayName: 'Anjali Joshi · अंजली जोशी', role: 'candidate', district: 'Kolhapur' },
  {
    username: 'teacher19',
    displayName: 'Dipak Mahajan · दीपक महाजन',
    role: 'candidate',
    district: 'Jalgaon',
  },
  {
    username: 'teacher20',
    displayName: 'Lata Sonawane · लता सोनवणे',
    role: 'candidate',
    centre: 'MUM-01',
    extraMinutesPerHour: 20,
  },
];

/** The last candidate has extra time, and two sit at home, without a centre. */
export const demoPeople: readonly DemoPerson[] = [
  ...candidates,
  { username: 'proctor01', displayName: 'Shobha Nikam · शोभा निकम', role: 'proctor' },
  { username: 'author01', displayName: 'Vivek Apte · विवेक आपटे', role: 'author' },
  { username: 'admin', displayName: 'Exam office · परीक्षा विभाग', role: 'admin' },
];
