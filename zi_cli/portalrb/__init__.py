"""KemenPANRB's PortalRB: its questions, the documents it fetches, and its workbook for uploading."""
