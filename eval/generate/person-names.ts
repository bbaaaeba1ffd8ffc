import type { Random } from '../policy/random.ts';

const lists = {
  indonesianGiven:
    'Agus Ayu Bambang Citra Dedi Dewi Dimas Eka Endang Fajar Fitri Galih Hendra Indah Joko Kartika Lestari Made Nanda Nurul Putri Rahmat Ratna Rizky Sari Slamet Sri Surya Teguh Tri Wahyu Wulan Yudi',
  indonesianFamily:
    'Saputra Wijaya Hidayat Nugroho Santosa Siregar Simanjuntak Nasution Pratama Kusuma Utami Rahayu Hartono Situmorang Gunawan Halim Lubis Maharani Permana Setiawan',
  malayGiven:
    'Ahmad Aisyah Azman Faridah Hafiz Ismail Khairul Mariam Nadia Nurhaliza Rosnah Salmah Syafiq Zainab Zulkifli',
  chineseFamily: 'Tan Lim Lee Ng Ong Wong Goh Chua Chan Koh Teo Ang Yeo Low',
  chineseGiven:
    'Wei Ming|Mei Ling|Jia Hui|Kok Wah|Siew Lan|Jun Jie|Xin Yi|Boon Keng|Hui Min|Zhi Hao|Li Ting|Chee Keong',
  indianGiven: 'Arjun Priya Rajesh Lakshmi Suresh Kavitha Vikram Deepa Anand Meena',
  indianFamily: 'Sharma Nair Pillai Reddy Patel Krishnan Gupta Menon Iyer Rao',
  westernGiven:
    'Oliver Hannah Marcus Ingrid Pablo Chloe Stefan Bridget Lukas Amelie Declan Sofia Tobias Freya',
  westernFamily:
    'Whitaker Lindqvist Moreau Castellano Brandt Okonkwo Fitzgerald Novak Ferreira Hargreaves Sorensen Delgado',
};

const split = (list: string) => list.split(list.includes('|') ? '|' : ' ');

type Write = (random: Random) => string;

function joined(...parts: readonly string[]): Write {
  return (random) => parts.map((list) => random.pick(split(list))).join(' ');
}

const ways: readonly Write[] = [
  joined(lists.indonesianGiven, lists.indonesianFamily),
  joined(lists.indonesianGiven, lists.indonesianFamily),
  joined(lists.indonesianGiven, lists.indonesianGiven, lists.indonesianFamily),
  joined(lists.malayGiven, 'bin binti', lists.malayGiven),
  joined(lists.chineseFamily, lists.chineseGiven),
  joined(lists.westernGiven, lists.chineseFamily, lists.chineseGiven),
  joined(lists.indianGiven, lists.indianFamily),
  joined(lists.indianGiven, 's/o d/o', lists.indianGiven),
  joined(lists.westernGiven, lists.westernFamily),
];

/** A full name of the kinds that are usual in Indonesia, Malaysia and Singapore, or a European one. */
export function personName(random: Random): string {
  return random.pick(ways)(random);
}
