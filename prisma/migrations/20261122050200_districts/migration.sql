-- The six divisions of Maharashtra and its 36 districts. A district's id is its code in the Local Government
-- Directory of the Government of India; its aliases are former names, other spellings and the name in Marathi.

INSERT INTO region (id, name) VALUES
  (1, 'Konkan'),
  (2, 'Pune'),
  (3, 'Nashik'),
  (4, 'Chhatrapati Sambhajinagar'),
  (5, 'Amravati'),
  (6, 'Nagpur');

INSERT INTO district (id, region_id, name, aliases) VALUES
  (482, 1, 'Mumbai City', '{Mumbai,Bombay,"Bombay City","Greater Bombay","मुंबई शहर",मुंबई}'),
  (483, 1, 'Mumbai Suburban', '{"Mumbai Upnagar","Bombay Suburban","मुंबई उपनगर"}'),
  (497, 1, 'Thane', '{Thana,ठाणे}'),
  (665, 1, 'Palghar', '{पालघर}'),
  (491, 1, 'Raigad', '{Raigarh,Kolaba,रायगड}'),
  (492, 1, 'Ratnagiri', '{रत्नागिरी}'),
  (495, 1, 'Sindhudurg', '{सिंधुदुर्ग}'),

  (490, 2, 'Pune', '{Poona,पुणे}'),
  (494, 2, 'Satara', '{सातारा}'),
  (493, 2, 'Sangli', '{सांगली}'),
  (496, 2, 'Solapur', '{Sholapur,सोलापूर}'),
  (480, 2, 'Kolhapur', '{कोल्हापूर}'),

  (487, 3, 'Nashik', '{Nasik,नाशिक}'),
  (474, 3, 'Dhule', '{Dhulia,"West Khandesh",धुळे}'),
  (486, 3, 'Nandurbar', '{नंदुरबार}'),
  (478, 3, 'Jalgaon', '{"East Khandesh",जळगाव}'),
  (466, 3, 'Ahilyanagar', '{Ahmednagar,Ahmadnagar,Ahilyadevinagar,अहिल्यानगर,अहमदनगर}'),

  (469, 4, 'Chhatrapati Sambhajinagar',
    '{Aurangabad,Sambhajinagar,"Chhatrapati Sambhaji Nagar","छत्रपती संभाजीनगर",औरंगाबाद}'),
  (479, 4, 'Jalna', '{जालना}'),
  (470, 4, 'Beed', '{Bid,Bhir,बीड}'),
  (488, 4, 'Dharashiv', '{Osmanabad,Usmanabad,धाराशिव,उस्मानाबाद}'),
  (481, 4, 'Latur', '{लातूर}'),
  (485, 4, 'Nanded', '{Nander,नांदेड}'),
  (489, 4, 'Parbhani', '{परभणी}'),
  (477, 4, 'Hingoli', '{हिंगोली}'),

  (468, 5, 'Amravati', '{Amraoti,अमरावती}'),
  (467, 5, 'Akola', '{अकोला}'),
  (500, 5, 'Yavatmal', '{Yeotmal,यवतमाळ}'),
  (472, 5, 'Buldhana', '{Buldana,बुलढाणा}'),
  (499, 5, 'Washim', '{Basim,वाशिम}'),

  (484, 6, 'Nagpur', '{नागपूर}'),
  (498, 6, 'Wardha', '{वर्धा}'),
  (471, 6, 'Bhandara', '{भंडारा}'),
  (476, 6, 'Gondia', '{Gondiya,गोंदिया}'),
  (473, 6, 'Chandrapur', '{Chanda,चंद्रपूर}'),
  (475, 6, 'Gadchiroli', '{Garhchiroli,गडचिरोली}');
