export const exportsPage = (companyId: string) => `/dashboard/${companyId}/exports`;

export const exportFile = (companyId: string, id: string) =>
  `/api/v1/exports/${id}/file?companyId=${companyId}`;
