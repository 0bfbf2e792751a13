import type { Contraindication, TreatmentKind } from '../../../src/study/treatment.js';

export const kindNames: Record<TreatmentKind, string> = {
  microneedling: 'Microneedling', minoxidil: 'Minoxidil', finasteride: 'Finasteride', plateletRichPlasma: 'Platelet-rich plasma', redLight: 'Red light',
  oil: 'Rosemary or other oil', massage: 'Scalp massage', other: 'Other',
};

export const contraindicationNames: Record<Contraindication, string> = {
  activeAcne: 'active acne', scalpInfection: 'infection of the scalp', psoriasis: 'psoriasis', eczema: 'eczema', poorWoundHealing: 'poor wound healing',
  keloids: 'keloids', activeAlopeciaAreata: 'active alopecia areata', clottingDisorder: 'clotting disorder', isotretinoin: 'isotretinoin',
};
