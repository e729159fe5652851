import { type GetProfilesRequest, type GetProfilesResponse } from '@secondlook/contracts';
import { requireAtMost } from '@secondlook/kit';

import { toProfile } from '../domain/profile-document';
import { type Parts } from '.';

const MAX_PROFILES = 1_000;

export function createGetProfiles({ profiles }: Parts) {
  return async ({ profileIds }: GetProfilesRequest): Promise<GetProfilesResponse> => {
    requireAtMost('profile_ids', profileIds.length, MAX_PROFILES);
    return { profiles: [...(await profiles.find(profileIds)).values()].map(toProfile) };
  };
}
